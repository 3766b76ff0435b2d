package dev.doppel.definition.resolve;

import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code $ref} on maps whose fragments are merged key by key: items and variables (spec 1.6, 1.7). Each fragment is
 * expanded once however often it is named, so wide chains cost nothing.
 */
final class Fragments {
    private static final String SPREAD = "...$ref.";

    private final References references;
    private final Map<String, Expanded> done = new HashMap<>();

    Fragments(References references) {
        this.references = references;
    }

    /**
     * A map without references.
     *
     * @param height how many references were nested below it
     * @param last file of the last fragment; null when there was none
     * @param complete false when a reference on the way could not be followed; that is reported
     */
    record Expanded(MapNode map, int height, @Nullable String last, boolean complete) {}

    Expanded expand(MapNode map, String path) {
        if (!map.has(References.REF)) {
            return new Expanded(map, 0, null, true);
        }
        MapNode merged = new MapNode(map.at(), Map.of());
        int height = 0;
        String last = null;
        List<ScalarNode> refs = references.texts(map, path, true);
        boolean complete = !refs.isEmpty();
        for (ScalarNode ref : refs) {
            References.Target target = references.target(ref, path).orElse(null);
            if (target == null) {
                complete = false;
                continue;
            }
            Expanded fragment = fragment(target, ref, path);
            if (!references.mayCopy(
                    merged.fields().size() + fragment.map().fields().size(), ref.at(), path)) {
                complete = false;
                break;
            }
            complete &= fragment.complete();
            merged = merged.overlaidBy(fragment.map());
            height = Math.max(height, fragment.height() + 1);
            last = target.path();
        }
        MapNode inline = (MapNode) spread(map.without(References.REF), merged, path);
        return new Expanded(merged.overlaidBy(inline).at(map.at()), height, last, complete);
    }

    private Expanded fragment(References.Target target, ScalarNode ref, String path) {
        Expanded known = done.get(target.path());
        if (known != null) {
            return references.withinDepth(known.height() + 1, ref.at(), path) ? known : nothing(ref);
        }
        if (!references.enter(target.path(), ref.at(), path)) {
            return nothing(ref);
        }
        Expanded expanded = expand(target.document(), path);
        references.leave();
        done.put(target.path(), expanded);
        return expanded;
    }

    private static Expanded nothing(ScalarNode ref) {
        return new Expanded(new MapNode(ref.at(), Map.of()), 0, null, false);
    }

    /** Replaces spread elements in every list of the inline part (spec 1.6 rule 5). */
    private Node spread(Node node, MapNode merged, String path) {
        return switch (node) {
            case ScalarNode scalar -> scalar;
            case MapNode map -> {
                Map<String, MapNode.Field> fields = new LinkedHashMap<>();
                map.fields()
                        .forEach((key, field) ->
                                fields.put(key, new MapNode.Field(field.keyAt(), spread(field.value(), merged, path))));
                yield new MapNode(map.at(), fields);
            }
            case ListNode list -> {
                List<Node> items = new ArrayList<>();
                for (Node item : list.items()) {
                    if (item instanceof ScalarNode scalar
                            && scalar.isText()
                            && scalar.source().startsWith(SPREAD)) {
                        items.addAll(elements(scalar, merged, path));
                    } else {
                        items.add(spread(item, merged, path));
                    }
                }
                yield new ListNode(list.at(), items);
            }
        };
    }

    private List<Node> elements(ScalarNode element, MapNode merged, String path) {
        Node found = merged;
        for (String part : element.source().substring(SPREAD.length()).split("\\.", -1)) {
            found = found instanceof MapNode map ? map.get(part) : null;
        }
        if (!(found instanceof ListNode list)) {
            references
                    .problems()
                    .warning(
                            "spread",
                            element.at(),
                            path,
                            "'" + element.source() + "' names " + (found == null ? "nothing" : found.kind())
                                    + " and adds nothing",
                            "name a list of the referenced file");
            return List.of();
        }
        return references.mayCopy(list.items().size(), element.at(), path) ? list.items() : List.of();
    }
}
