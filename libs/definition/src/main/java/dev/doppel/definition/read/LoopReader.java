package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Loop;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loop modifiers in both spellings (spec 6.5). */
final class LoopReader {
    private static final List<String> LOOPS = List.of("forEach", "for", "repeat");
    private static final long MAX_ITERATIONS = 10_000;

    private final Context context;

    LoopReader(Context context) {
        this.context = context;
    }

    /** Where a loop stands. */
    enum Level {
        TEST,
        STEP,
        ACTION,
        BLOCK,
        UI
    }

    /**
     * An object with its loop.
     *
     * @param map the object, with body keys of the nested form lifted beside the loop
     */
    record Body(MapNode map, @Nullable Loop loop) {}

    static List<String> withLoops(String... keys) {
        List<String> all = new ArrayList<>(List.of(keys));
        all.addAll(LOOPS);
        return List.copyOf(all);
    }

    static boolean hasLoop(MapNode map) {
        return LOOPS.stream().anyMatch(map::has);
    }

    /** Reads the loop of an object, if it has one. */
    Body body(MapNode map, String path, List<String> bodyKeys, Level level) {
        List<String> present = LOOPS.stream().filter(map::has).toList();
        if (present.isEmpty()) {
            return new Body(map, null);
        }
        String kind = present.getFirst();
        String place = path + "." + kind;
        context.require(Capabilities.Construct.LOOP, map.at(), place);
        if (present.size() > 1) {
            context.error(
                    "two-loops", map, path, "more than one loop: " + String.join(", ", present), "keep one of them");
        }
        if (!(map.get(kind) instanceof MapNode modifier)) {
            context.error("type", map, place, "'" + kind + "' is not a map", "it holds 'as' and what to repeat over");
            return new Body(map, null);
        }
        MapNode lifted = map;
        for (String key : bodyKeys) {
            MapNode.Field nested = modifier.fields().get(key);
            if (nested == null) {
                continue;
            }
            if (map.has(key)) {
                context.error(
                        "loop-body",
                        nested.keyAt(),
                        place + "." + key,
                        "'" + key + "' is both inside the loop and beside it",
                        "keep one of them");
            } else {
                lifted = lifted.with(key, nested.value());
            }
        }
        List<String> known = new ArrayList<>(List.of("as", "name", "delayMs"));
        known.addAll(bodyKeys);
        known.addAll(
                switch (kind) {
                    case "forEach" -> List.of("items");
                    case "for" -> List.of("from", "to", "step");
                    default -> List.of("count", "until");
                });
        Fields fields = new Fields(context, modifier, place, known);
        Loop.Head head = head(fields);
        return new Body(
                lifted,
                switch (kind) {
                    case "forEach" -> forEach(fields, head, level);
                    case "for" -> counted(fields, head);
                    default -> repeat(fields, head);
                });
    }

    private Loop.Head head(Fields fields) {
        String as = fields.requiredText("as", "the name of the loop variable");
        String name = fields.filledText("name");
        for (String key : List.of("as", "name")) {
            String word = key.equals("as") ? as : name;
            if (word != null && !Syntax.isWord(word)) {
                fields.error("name", key, "'" + Show.shorten(word) + "' is no variable name", "letters, digits and _");
            }
        }
        JsonNode delay = integer(fields, "delayMs", 0, 60_000);
        return new Loop.Head(as == null ? "" : as, name, delay, context.place(fields.map));
    }

    private Loop forEach(Fields fields, Loop.Head head, Level level) {
        Node items = fields.node("items");
        if (items == null) {
            fields.missing("items", "a list, or one {{...}} expression that gives a list");
            return new Loop.ForEach(head, IntNode.valueOf(0));
        }
        boolean expression =
                items instanceof ScalarNode scalar && scalar.isText() && Syntax.isExpression(scalar.source());
        boolean path = items instanceof ScalarNode scalar
                && scalar.isText()
                && scalar.source().startsWith("$.");
        if (path && level != Level.BLOCK) {
            fields.error(
                    "loop-items",
                    "items",
                    "a $. path is only known in assertion blocks",
                    "extract it into a variable first");
        } else if (!(items instanceof ListNode) && !expression && !path) {
            fields.wrongType("items", items, "a list, or one {{...}} expression that gives a list");
        } else if (items instanceof ListNode list && list.items().isEmpty()) {
            fields.warning("empty", "items", "'items' is empty, the loop never runs", "");
        }
        return new Loop.ForEach(head, Json.of(items));
    }

    private Loop counted(Fields fields, Loop.Head head) {
        JsonNode from = required(fields, "from", Integer.MIN_VALUE);
        JsonNode to = required(fields, "to", Integer.MIN_VALUE);
        JsonNode given = integer(fields, "step", Integer.MIN_VALUE, Integer.MAX_VALUE);
        JsonNode step = given == null ? IntNode.valueOf(1) : given;
        if (step.isInt() && step.intValue() == 0) {
            fields.error("loop-step", "step", "'step' is 0", "any other integer");
        } else if (from.isInt() && to.isInt() && step.isInt()) {
            long distance = (long) to.intValue() - from.intValue();
            if (distance != 0 && distance > 0 != step.intValue() > 0) {
                fields.error(
                        "loop-step",
                        given == null ? "to" : "step",
                        "the steps lead away from 'to'",
                        "counting down needs a negative step");
            } else if (distance / step.intValue() + 1 > MAX_ITERATIONS) {
                fields.error("loop-size", "to", "more than " + MAX_ITERATIONS + " iterations", "repeat less");
            }
        }
        return new Loop.For(head, from, to, step);
    }

    private Loop repeat(Fields fields, Loop.Head head) {
        JsonNode count = required(fields, "count", 1);
        if (count.isInt() && count.intValue() > MAX_ITERATIONS) {
            fields.error("loop-size", "count", "more than " + MAX_ITERATIONS + " iterations", "repeat less");
        }
        List<Assertion> until = new AssertionReader(context).assertions(fields, "until");
        return new Loop.Repeat(head, count, until);
    }

    private JsonNode required(Fields fields, String key, int min) {
        if (fields.node(key) == null) {
            fields.missing(key, "an integer");
        }
        JsonNode value = integer(fields, key, min, Integer.MAX_VALUE);
        return value == null ? IntNode.valueOf(Math.max(min, 0)) : value;
    }

    /** An integer, or one run-time expression that will be one. */
    private static @Nullable JsonNode integer(Fields fields, String key, int min, int max) {
        if (fields.node(key) instanceof ScalarNode scalar && scalar.isText() && Syntax.isExpression(scalar.source())) {
            return scalar.value();
        }
        Integer value = fields.integer(key, min, max);
        return value == null ? null : IntNode.valueOf(value);
    }
}
