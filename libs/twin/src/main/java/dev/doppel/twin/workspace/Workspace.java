package dev.doppel.twin.workspace;

import dev.doppel.twin.TwinInstance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One workspace: mocks, tables, operations, runs, log and faults of its own. Immutable but for its twin.
 *
 * @param id letters, digits, {@code -} and {@code _}; empty for the default one, into which the configuration file is loaded
 * @param name for people; of the default one another id of it
 * @param basePath before the paths of its mocks at the mock port, such as {@code /team-a}; empty for none
 */
public record Workspace(String id, String name, String description, String basePath, TwinInstance twin) {
    /** As the admin API shows it. */
    public Map<String, Object> asMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("name", name);
        out.put("description", description);
        out.put("basePath", basePath);
        out.put("mocks", (long) twin.catalog().mocks().size());
        out.put("tables", (long) twin.catalog().tables().size());
        return out;
    }

    /** The id as {@code ?workspaceId=} takes it; never empty. */
    public String shownId() {
        return id.isEmpty() ? name : id;
    }

    Workspace described(String newName, String newDescription, String newBasePath) {
        return new Workspace(id, newName, newDescription, newBasePath, twin);
    }

    boolean serves(String path) {
        return !basePath.isEmpty()
                && path.startsWith(basePath)
                && (path.length() == basePath.length() || path.charAt(basePath.length()) == '/');
    }

    boolean overlaps(Workspace other) {
        return !basePath.isEmpty() && (serves(other.basePath) || other.serves(basePath));
    }
}
