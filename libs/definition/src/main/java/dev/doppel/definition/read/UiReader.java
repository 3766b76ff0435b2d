package dev.doppel.definition.read;

import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.UiStep;
import dev.doppel.definition.model.UiStep.Kind;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Browser actions (spec 5.7): their shape, kind by kind keys; the values' own rules come with the browser. */
final class UiReader {
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::text).toList();

    private final Context context;
    private final CrossChecks checks;
    private final LoopReader loops;

    UiReader(Context context, CrossChecks checks, LoopReader loops) {
        this.context = context;
        this.checks = checks;
        this.loops = loops;
    }

    Action ui(MapNode map, String path) {
        context.require(Capabilities.Construct.BROWSER, map.at(), path);
        Fields fields = new Fields(context, map, path, List.of("type", "target", "steps"));
        String target = fields.requiredText("target", "the name of the SERVICE to open");
        if (target != null) {
            checks.uiTarget(fields, "target", target);
        }
        return new Action.Ui(
                target == null ? "" : target, steps(fields), fields.flag("x-freshSession", false), context.place(map));
    }

    private List<UiStep> steps(Fields fields) {
        ListNode list = fields.list("steps");
        if (fields.node("steps") == null) {
            fields.missing("steps", "a list of sub-steps");
        }
        if (list == null) {
            return List.of();
        }
        if (list.items().isEmpty()) {
            fields.warning("empty", "steps", "'steps' is empty", "");
        }
        List<UiStep> steps = new ArrayList<>();
        fields.maps(list, fields.path("steps")).forEach((path, map) -> {
            UiStep step = LoopReader.hasLoop(map) ? group(map, path) : single(map, path);
            if (step != null) {
                steps.add(step);
            }
        });
        return steps;
    }

    private @Nullable UiStep group(MapNode written, String path) {
        LoopReader.Body body = loops.body(written, path, List.of("steps"), LoopReader.Level.UI);
        for (String kind : KINDS) {
            if (body.map().has(kind)) {
                context.error(
                        "ui-kind", written, path, "a group with '" + kind + "'", "a group holds only a loop and steps");
            }
        }
        Fields fields = new Fields(context, body.map(), path, LoopReader.withLoops("steps"));
        List<UiStep> steps = steps(fields);
        return body.loop() == null ? null : new UiStep.Group(body.loop(), steps, context.place(written));
    }

    private @Nullable UiStep single(MapNode map, String path) {
        List<String> known = new ArrayList<>(KINDS);
        known.add("timeoutMs");
        Fields fields = new Fields(context, map, path, known);
        List<Kind> kinds = Arrays.stream(Kind.values())
                .filter(kind -> map.has(kind.text()))
                .toList();
        if (kinds.size() != 1) {
            context.error(
                    "ui-kind",
                    map,
                    path,
                    kinds.isEmpty() ? "the sub-step has no kind" : "the sub-step has " + kinds.size() + " kinds",
                    "exactly one of " + String.join(", ", KINDS));
            return null;
        }
        Integer timeout = fields.integer("timeoutMs", 1, Integer.MAX_VALUE);
        Node value = fields.node(kinds.getFirst().text());
        if (value == null) {
            fields.error(
                    "empty", kinds.getFirst().text(), "'" + kinds.getFirst().text() + "' has no value", "");
            return null;
        }
        return new UiStep.Single(
                kinds.getFirst(),
                Json.of(value),
                timeout == null ? null : Duration.ofMillis(timeout),
                context.place(map));
    }
}
