package dev.doppel.twin.workspace;

import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one mock port. A request belongs to the one that the header {@value #HEADER} names, else to the one whose base path
 * begins its path (which its mocks then do not see), else to the default one. Thread-safe.
 */
public final class Workspaces {
    /** At most so many besides the default one. */
    public static final int MOST = 100;

    /** What ids look like. */
    public static final String IDS = "[A-Za-z0-9_-]{1,64}";

    private static final String DEFAULT = "default";

    /** Names a workspace at the mock port. */
    public static final String HEADER = "X-Mockd-Workspace";

    private static final FileResolver NO_FILES = path -> {
        throw new IOException("a workspace has no folder of files; send the document itself, as POST /import takes it");
    };

    /** What a client asked for that cannot be; {@code conflict} when another workspace is in the way. */
    public static final class Refused extends RuntimeException {
        private final boolean conflict;

        Refused(boolean conflict, String message) {
            super(message);
            this.conflict = conflict;
        }

        /** Whether another workspace is in the way, rather than the request being wrong in itself. */
        public boolean conflict() {
            return conflict;
        }
    }

    private final Workspace first;
    private final Map<String, Workspace> others = new ConcurrentSkipListMap<>();

    /** @param twin the default workspace's */
    public Workspaces(TwinInstance twin) {
        this(twin, DEFAULT);
    }

    /**
     * As above.
     *
     * @param name what the default one is called besides {@code default}, in the form of {@link #IDS}
     */
    public Workspaces(TwinInstance twin, String name) {
        first = new Workspace("", name, "What the configuration file describes", "", twin);
    }

    /** Answers a request to the mock port. */
    public TwinResponse handle(TwinRequest request) {
        if (others.isEmpty()) {
            return first.twin().handle(request);
        }
        String named = request.headers().first(HEADER);
        if (named != null) {
            Workspace wanted = find(named);
            return wanted == null
                    ? TwinResponse.json(
                            404, Map.of("error", "no_workspace", "message", "there is no workspace " + named))
                    : wanted.twin().handle(wanted.serves(request.rawPath()) ? inside(wanted, request) : request);
        }
        for (Workspace one : others.values()) {
            if (one.serves(request.rawPath())) {
                return one.twin().handle(inside(one, request));
            }
        }
        return first.twin().handle(request);
    }

    private static TwinRequest inside(Workspace workspace, TwinRequest request) {
        return request.withPath(request.rawPath().substring(workspace.basePath().length()));
    }

    /** By id; empty, {@code default} or its own name for the default one. */
    public @Nullable Workspace find(String id) {
        return id.isEmpty() || id.equals(DEFAULT) || id.equals(first.name()) ? first : others.get(id);
    }

    /** All of them, the default one first. */
    public List<Workspace> all() {
        List<Workspace> out = new ArrayList<>(List.of(first));
        out.addAll(others.values());
        return out;
    }

    /**
     * Makes one that serves nothing yet.
     *
     * @param wanted {@code name}, and {@code id}, {@code description}, {@code basePath} where given; without {@code id} it is made of the name
     * @throws Refused when a member is not usable, an id or base path is taken, or there are too many
     */
    public synchronized Workspace create(Map<String, Object> wanted) {
        String name = text(wanted, "name", "");
        String id = text(wanted, "id", slug(name));
        if (name.isEmpty() && id.isEmpty()) {
            throw new Refused(false, "give name (any text) or id (letters, digits, - and _)");
        }
        if (!id.matches(IDS)) {
            throw new Refused(false, "id is 1 to 64 letters, digits, - and _, not " + id);
        }
        if (find(id) != null) {
            throw new Refused(true, "a workspace " + id + " exists already");
        }
        if (others.size() >= MOST) {
            throw new Refused(true, "there are " + MOST + " workspaces already; delete one first");
        }
        TwinInstance twin = TwinEngine.load(
                        "workspace.json",
                        "{\"version\":\"1.0\"}",
                        NO_FILES,
                        first.twin().options())
                .start();
        Workspace made = new Workspace(
                id, name.isEmpty() ? id : name, text(wanted, "description", ""), basePath(wanted, ""), twin);
        refuseOverlap(made);
        others.put(id, made);
        return made;
    }

    /** Changes name, description or base path, where given; the id stays. */
    public synchronized Workspace change(Workspace known, Map<String, Object> wanted) {
        if (known.id().isEmpty()) {
            throw new Refused(true, "the default workspace cannot be changed: it is the configuration file's");
        }
        String id = text(wanted, "id", known.id());
        if (!id.equals(known.id())) {
            throw new Refused(false, "the id of a workspace stays: " + known.id() + " cannot become " + id);
        }
        Workspace next = known.described(
                text(wanted, "name", known.name()),
                text(wanted, "description", known.description()),
                basePath(wanted, known.basePath()));
        refuseOverlap(next);
        others.put(known.id(), next);
        return next;
    }

    /** Removes one with all that is in it. */
    public synchronized void remove(Workspace known) {
        if (known.id().isEmpty()) {
            throw new Refused(true, "the default workspace cannot be deleted: it is the configuration file's");
        }
        others.remove(known.id());
    }

    private void refuseOverlap(Workspace made) {
        for (Workspace other : others.values()) {
            if (!other.id().equals(made.id()) && made.overlaps(other)) {
                throw new Refused(
                        true,
                        "basePath " + made.basePath() + " overlaps " + other.basePath() + " of the workspace "
                                + other.id());
            }
        }
    }

    /** All but the default one with what was put in them, for keeping over a restart. */
    public List<Object> kept() {
        List<Object> out = new ArrayList<>();
        for (Workspace one : others.values()) {
            Map<String, Object> entry = new LinkedHashMap<>(one.asMap());
            entry.keySet().removeAll(List.of("mocks", "tables"));
            entry.put("config", one.twin().additions().asConfig());
            out.add(entry);
        }
        return out;
    }

    /** Makes one again that {@link #kept} described. */
    public void restore(Map<String, Object> entry) {
        TwinInstance twin = create(entry).twin();
        Map<String, Object> config = Values.mapOrEmpty(entry.get("config"));
        twin.replace(CatalogLoader.extend(twin.catalog(), config, NO_FILES, twin.options()));
        twin.additions().add(config);
    }

    private static String basePath(Map<String, Object> wanted, String otherwise) {
        String text = text(wanted, "basePath", otherwise);
        String path = text.isEmpty() || text.startsWith("/") ? text : "/" + text;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (!path.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new Refused(false, "basePath is a path such as /team-a of letters, digits, - . _ and ~, not " + text);
        }
        return path;
    }

    private static String text(Map<String, Object> wanted, String name, String otherwise) {
        Object value = wanted.get(name);
        if (value != null && !(value instanceof String)) {
            throw new Refused(false, name + " is a text, not " + value);
        }
        return value == null ? otherwise : value.toString();
    }

    private static String slug(String name) {
        String slug = name.strip().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        return slug.substring(0, Math.min(64, slug.length()));
    }
}
