package dev.doppel.mock.alone;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.Additions;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Keeps what was made through the admin API over restarts, in {@code additions.json} of the data folder (twin spec 5.5: what comes from the
 * configuration is never kept, nor are rows). Thread-safe.
 */
final class KeptAdditions {
    private static final Logger LOG = Logger.getLogger(KeptAdditions.class);

    private final Path file;
    private final boolean persist;
    private Map<String, Object> written = Map.of();

    KeptAdditions(Path data, boolean persist) {
        this.file = data.resolve("additions.json");
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
            written = config;
        } catch (IOException | ValueSyntaxException | TwinLoadException e) {
            System.out.println("warning: what was added through the admin API earlier (" + file
                    + ") cannot be used with this configuration and is left out: " + e.getMessage());
        }
    }

    synchronized void keep(Additions additions) {
        Map<String, Object> now = additions.asConfig();
        if (!persist || now.equals(written)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path draft = Files.createTempFile(file.getParent(), "additions", ".tmp");
            Files.write(draft, Json.bytes(now));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = now;
        } catch (IOException e) {
            LOG.warnf("additions cannot be kept in %s: %s", file, e.getMessage());
        }
    }
}
