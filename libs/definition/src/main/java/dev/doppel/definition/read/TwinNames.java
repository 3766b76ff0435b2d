package dev.doppel.definition.read;

import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.tree.Node;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.Segment;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The twins of a definition and their tables, as far as they are known where it is read. Immutable. */
final class TwinNames {
    static final TwinNames NONE = new TwinNames(List.of(), Map.of(), true);

    /** Null for a twin whose tables are not known. */
    private final Map<String, @Nullable Set<String>> tables = new TreeMap<>();

    private final boolean incomplete;

    /**
     * @param byConfig names of tables by path of the configuration, as far as they are known
     * @param incomplete whether some items are missing here, so that an unknown name proves nothing
     */
    TwinNames(Collection<Item> items, Map<String, Set<String>> byConfig, boolean incomplete) {
        for (Item item : items) {
            if (item instanceof Twin twin) {
                tables.put(twin.name(), byConfig.get(twin.config()));
            }
        }
        this.incomplete = incomplete;
    }

    /** Checks a path that may begin with {@code $.twin}: it must name a table of a twin (spec 12.8). */
    void check(Context context, Node at, String place, String text, Path path) {
        List<Segment> segments = path.segments();
        if (incomplete
                || segments.isEmpty()
                || !(segments.getFirst() instanceof Segment.Name first)
                || !first.name().toLowerCase(Locale.ROOT).equals("twin")) {
            return;
        }
        if (segments.size() < 3
                || !(segments.get(1) instanceof Segment.Name twin)
                || !(segments.get(2) instanceof Segment.Name table)) {
            context.error(
                    "path",
                    at,
                    place,
                    "'" + Show.shorten(text) + "' names no table",
                    "write $.twin.<item>.<table>" + (named(segments) == null ? twins() : "; " + named(segments)));
            return;
        }
        Set<String> known = tables.get(twin.name());
        if (!tables.containsKey(twin.name())) {
            context.error(
                    "unknown-item",
                    at,
                    place,
                    "'" + Show.shorten(twin.name()) + "' is not a TWIN of this definition",
                    twins().isEmpty() ? "the definition has no TWIN" : twins().substring(2));
        } else if (known != null && !known.contains(table.name())) {
            context.error(
                    "unknown-table", at, place, unknownTable(twin.name(), table.name()), advice(table.name(), known));
        }
    }

    /** Checks the table of an action. */
    void table(Fields fields, String key, String twin, String table) {
        Set<String> known = tables.get(twin);
        if (known != null && !Syntax.dynamic(table) && !known.contains(table)) {
            fields.error("unknown-table", key, unknownTable(twin, table), advice(table, known));
        }
    }

    private static String unknownTable(String twin, String table) {
        return "the twin '" + twin + "' has no table '" + Show.shorten(table) + "'";
    }

    private static String advice(String table, Set<String> known) {
        String near = Nearest.to(table, List.copyOf(known))
                .map(found -> "did you mean " + found + "? ")
                .orElse("");
        return near + listed(known);
    }

    private static String listed(Set<String> known) {
        return known.isEmpty() ? "it has no tables" : "tables: " + String.join(", ", known);
    }

    /** The tables of the twin that a path without a table names; null when it names none whose tables are known. */
    private @Nullable String named(List<Segment> segments) {
        Set<String> known =
                segments.size() > 1 && segments.get(1) instanceof Segment.Name twin ? tables.get(twin.name()) : null;
        return known == null ? null : listed(known);
    }

    private String twins() {
        return tables.isEmpty() ? "" : "; twins: " + String.join(", ", tables.keySet());
    }
}
