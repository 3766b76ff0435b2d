package dev.doppel.definition.resolve;

import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expands {@code $ref} on actions and browser sub-steps wherever one may stand (spec 1.7). */
final class Actions {
    private static final List<String> LOOPS = List.of("forEach", "for", "repeat");

    private final References references;

    Actions(References references) {
        this.references = references;
    }

    /** The tests of a definition with every action reference replaced. */
    Node tests(Node tests, String path) {
        return each(tests, path, this::test);
    }

    private MapNode test(MapNode test, String path) {
        MapNode result = test;
        if (result.get("steps") instanceof ListNode steps) {
            result = result.with("steps", steps(steps, path + ".steps"));
        }
        return inLoops(
                result,
                path,
                (loop, place) -> loop.get("steps") instanceof ListNode steps
                        ? loop.with("steps", steps(steps, place + ".steps"))
                        : loop);
    }

    private Node steps(Node steps, String path) {
        if (!(steps instanceof ListNode list)) {
            return steps;
        }
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            String place = path + "[" + i + "]";
            items.add(
                    switch (list.items().get(i)) {
                        case MapNode step -> step(step, place);
                        case ListNode group -> steps(group, place);
                        case ScalarNode scalar -> scalar;
                    });
        }
        return new ListNode(list.at(), items);
    }

    private MapNode step(MapNode step, String path) {
        MapNode result = withAction(step, path, true);
        return inLoops(result, path, (loop, place) -> withAction(loop, place, false));
    }

    private MapNode withAction(MapNode holder, String path, boolean isStep) {
        if (!(holder.get("action") instanceof MapNode action)) {
            return holder;
        }
        Expanded expanded = action(action, path + ".action");
        MapNode result = holder.with("action", expanded.action());
        for (String key : List.of("name", "description")) {
            Node inherited = expanded.labels().get(key);
            if (isStep && inherited != null && !holder.has(key)) {
                result = result.with(key, inherited);
            }
        }
        return result;
    }

    /** An action without references, and the name and description that the referenced file offers to the step. */
    private record Expanded(MapNode action, MapNode labels) {}

    private Expanded action(MapNode action, String path) {
        MapNode labels = new MapNode(action.at(), java.util.Map.of());
        MapNode result = action;
        if (action.has(References.REF)) {
            MapNode inline = action.without(References.REF);
            result = inline;
            List<ScalarNode> texts = references.texts(action, path, false);
            if (!texts.isEmpty()) {
                ScalarNode ref = texts.getFirst();
                Optional<References.Target> target = open(ref, path);
                if (target.isPresent()) {
                    if (target.get().document().get("action") instanceof MapNode inner
                            && references.mayCopy(inner.fields().size(), ref.at(), path)) {
                        otherKeys(target.get(), List.of("action", "name", "description"), path);
                        Expanded nested = action(inner, path);
                        labels = nested.labels().overlaidBy(only(target.get().document()));
                        result = nested.action().overlaidBy(inline).at(action.at());
                    } else {
                        references
                                .problems()
                                .error(
                                        "ref",
                                        ref.at(),
                                        path,
                                        "the referenced file " + target.get().path() + " has no 'action'",
                                        "it holds a map with an 'action' map");
                    }
                    references.leave();
                }
            }
        }
        return new Expanded(inside(result, path), labels);
    }

    private Optional<References.Target> open(ScalarNode ref, String path) {
        if (!references.mayCopy(10, ref.at(), path)) {
            return Optional.empty();
        }
        Optional<References.Target> target = references.target(ref, path);
        if (target.isPresent() && !references.enter(target.get().path(), ref.at(), path)) {
            return Optional.empty();
        }
        return target;
    }

    private static MapNode only(MapNode document) {
        MapNode labels = new MapNode(document.at(), java.util.Map.of());
        for (String key : List.of("name", "description")) {
            Node value = document.get(key);
            labels = value == null ? labels : labels.with(key, value);
        }
        return labels;
    }

    private void otherKeys(References.Target target, List<String> known, String path) {
        target.document().fields().forEach((key, field) -> {
            if (!known.contains(key) && !key.startsWith("x-") && !key.equals(References.REF)) {
                SourceRef at = field.keyAt();
                references
                        .problems()
                        .warning(
                                "unknown-key",
                                at,
                                path,
                                "unknown key '" + key + "' in a referenced file, ignored",
                                "known keys: " + String.join(", ", known));
            }
        });
    }

    /** References inside parallel actions, browser sub-steps and loop bodies of an action. */
    private MapNode inside(MapNode action, String path) {
        MapNode result = action;
        if (result.get("actions") instanceof ListNode actions) {
            result = result.with(
                    "actions",
                    each(
                            actions,
                            path + ".actions",
                            (inner, place) -> action(inner, place).action()));
        }
        if (result.get("steps") instanceof ListNode steps) {
            result = result.with("steps", subSteps(steps, path + ".steps"));
        }
        return result;
    }

    private ListNode subSteps(ListNode steps, String path) {
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < steps.items().size(); i++) {
            String place = path + "[" + i + "]";
            if (!(steps.items().get(i) instanceof MapNode step)) {
                items.add(steps.items().get(i));
            } else if (step.has(References.REF)) {
                items.addAll(referenced(step, place));
            } else {
                MapNode group = step.get("steps") instanceof ListNode inner
                        ? step.with("steps", subSteps(inner, place + ".steps"))
                        : step;
                items.add(inLoops(
                        group,
                        place,
                        (loop, at) -> loop.get("steps") instanceof ListNode inner
                                ? loop.with("steps", subSteps(inner, at + ".steps"))
                                : loop));
            }
            if (!references.mayCopy(1, steps.at(), path)) {
                break;
            }
        }
        return new ListNode(steps.at(), items);
    }

    private List<Node> referenced(MapNode step, String path) {
        List<ScalarNode> texts = references.texts(step, path, false);
        Optional<References.Target> target = texts.isEmpty() ? Optional.empty() : open(texts.getFirst(), path);
        if (target.isEmpty()) {
            return List.of();
        }
        List<Node> items = List.of();
        if (target.get().document().get("steps") instanceof ListNode steps) {
            otherKeys(target.get(), List.of("steps", "name", "description"), path);
            items = subSteps(steps, path).items();
        } else {
            references
                    .problems()
                    .error(
                            "ref",
                            texts.getFirst().at(),
                            path,
                            "the referenced file " + target.get().path() + " has no 'steps'",
                            "it holds a map with a list 'steps'");
        }
        references.leave();
        return items;
    }

    /** Something done to a map at a place. */
    @FunctionalInterface
    private interface Change {
        MapNode apply(MapNode map, String path);
    }

    private static Node each(Node node, String path, Change change) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            items.add(item instanceof MapNode map ? change.apply(map, path + "[" + i + "]") : item);
        }
        return new ListNode(list.at(), items);
    }

    private static MapNode inLoops(MapNode holder, String path, Change change) {
        MapNode result = holder;
        for (String key : LOOPS) {
            if (result.get(key) instanceof MapNode loop) {
                result = result.with(key, change.apply(loop, path + "." + key));
            }
        }
        return result;
    }
}
