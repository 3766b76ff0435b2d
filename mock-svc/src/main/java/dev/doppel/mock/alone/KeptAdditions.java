package dev.doppel.mock.alone;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.workspace.Workspace;
import dev.doppel.twin.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Keeps what was made through the admin API over restarts, in {@code additions.json} and
 * {@code workspaces.json} of the data folder (twin spec 5.5: what comes from the
 * configuration is never kept, nor are rows). Thread-safe.
 */
final class KeptAdditions {
    private static final Logger LOG = Logger.getLogger(KeptAdditions.class);

    private final Path file;
    private final boolean persist;
    private final Path workspaceFile;
    private final Map<Path, Map<String, Object>> written = new HashMap<>();

    KeptAdditions(Path data, boolean persist) {
        this.file = data.resolve("additions.json");
        this.workspaceFile = data.resolve("workspaces.json");
        this.persist = persist;
    }

    /** Adds to a twin what an earlier one kept here; what does not fit its configuration any more is said and left out. */
    void restore(TwinInstance twin) {
        if (!persist || !Files.exists(file)) {
            return;
        }
        try {
            Map<String, Object> config = Values.mapOrEmpty(Json.parse(Files.readAllBytes(file)));
            twin.replace(
                    CatalogLoader.extend(twin.catalog(), config, twin.catalog().files(), twin.options()));
            twin.additions().add(config);
            written.put(file, config);
        } catch (IOException | ValueSyntaxException | TwinLoadException e) {
            System.out.println("warning: what was added through the admin API earlier (" + file
                    + ") cannot be used with this configuration and is left out: " + e.getMessage());
        }
    }

    /**
     * Makes the workspaces again that an earlier twin kept here; one that cannot be is said and left out.
     *
     * @throws StandingFailure when the configuration's own workspace is called as one of them, which would be lost
     */
    void restore(Workspaces workspaces) throws StandingFailure {
        if (!persist || !Files.exists(workspaceFile)) {
            return;
        }
        try {
            Map<String, Object> all = Values.mapOrEmpty(Json.parse(Files.readAllBytes(workspaceFile)));
            for (Object entry : Values.listOrEmpty(all.get("workspaces"))) {
                refuseTaken(workspaces, Values.show(Values.mapOrEmpty(entry).get("id")));
                try {
                    workspaces.restore(Values.mapOrEmpty(entry));
                } catch (Workspaces.Refused | TwinLoadException e) {
                    System.out.println("warning: a workspace in " + workspaceFile + " is left out: " + e.getMessage());
                }
            }
            written.put(workspaceFile, Map.of("workspaces", workspaces.kept()));
        } catch (IOException | ValueSyntaxException e) {
            System.out.println("warning: " + workspaceFile + " cannot be read, and is left out: " + e.getMessage());
        }
    }

    private void refuseTaken(Workspaces workspaces, String id) throws StandingFailure {
        Workspace own = workspaces.all().getFirst();
        if (own.name().equals(id)) {
            throw new StandingFailure(
                    StandingFailure.Cause.USAGE,
                    "--workspace (or MOCKD_WORKSPACE) calls the configuration's workspace " + id
                            + ", and another of that name is kept in " + workspaceFile + ": choose another name.");
        }
    }

    /** Writes what is not written yet. */
    synchronized void keep(Workspaces workspaces) {
        keep(file, workspaces.all().getFirst().twin().additions().asConfig());
        List<Object> others = workspaces.kept();
        keep(workspaceFile, others.isEmpty() ? Map.of() : Map.of("workspaces", others));
    }

    private void keep(Path target, Map<String, Object> now) {
        if (!persist || now.equals(written.getOrDefault(target, Map.of()))) {
            return;
        }
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempFile(target.getParent(), "kept", ".tmp");
            Files.write(draft, Json.bytes(now));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written.put(target, now);
        } catch (IOException e) {
            LOG.warnf("additions cannot be kept in %s: %s", target, e.getMessage());
        }
    }
}
