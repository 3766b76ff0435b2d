package dev.doppel.definition.read;

import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Loop;
import dev.doppel.definition.model.Settings;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.TestCase;
import dev.doppel.definition.model.TestCase.StepGroup;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tests and steps (spec 5.1, 5.2). */
final class TestReader {
    private static final List<String> TEST_KEYS =
            LoopReader.withLoops("name", "description", "timeoutSeconds", "stopOnFailure", "variables", "steps");
    private static final List<String> STEP_KEYS =
            LoopReader.withLoops("name", "description", "action", "extract", "assertions", "stopOnFailure", "match");

    private final Context context;
    private final Settings settings;
    private final CrossChecks checks;
    private final LoopReader loops;

    TestReader(Context context, Settings settings, CrossChecks checks) {
        this.context = context;
        this.settings = settings;
        this.checks = checks;
        this.loops = new LoopReader(context);
    }

    List<TestCase> tests(Fields definition) {
        List<TestCase> tests = new ArrayList<>();
        Map<String, SourceRef> names = new HashMap<>();
        definition.maps("tests").forEach((path, map) -> {
            TestCase test = test(map, path, tests.size());
            SourceRef first = test.name().isEmpty() ? null : names.putIfAbsent(test.name(), test.at());
            if (first != null) {
                context.warning(
                        "duplicate-name",
                        test.at(),
                        path,
                        "another test is called '" + Show.shorten(test.name()) + "' too (" + first + ")",
                        "give each test a name of its own");
            }
            tests.add(test);
        });
        return tests;
    }

    private TestCase test(MapNode written, String path, int index) {
        LoopReader.Body body = loops.body(written, path, List.of("steps"), LoopReader.Level.TEST);
        Fields fields = new Fields(context, body.map(), path, TEST_KEYS);
        String name = fields.requiredText("name", "name the test");
        Integer seconds = fields.integer("timeoutSeconds", 1, Integer.MAX_VALUE);
        boolean stop = fields.flag("stopOnFailure", true);
        return new TestCase(
                index,
                name == null ? "" : name,
                fields.note("description", DefinitionReader.LONGEST_DESCRIPTION),
                seconds == null ? null : Duration.ofSeconds(seconds),
                stop,
                DefinitionReader.variables(fields),
                groups(fields, stop),
                body.loop(),
                context.place(written));
    }

    private List<StepGroup> groups(Fields test, boolean stop) {
        ListNode list = test.list("steps");
        if (list == null || list.items().isEmpty()) {
            if (list != null || test.node("steps") == null) {
                context.warning(
                        "no-steps",
                        test.at(),
                        test.path,
                        "the test has no steps and passes",
                        "give it steps or remove it");
            }
            return List.of();
        }
        List<StepGroup> groups = new ArrayList<>();
        int[] index = {0};
        boolean warned = false;
        for (int i = 0; i < list.items().size(); i++) {
            Node element = list.items().get(i);
            String path = test.path("steps") + "[" + i + "]";
            switch (element) {
                case ListNode inner -> {
                    if (!warned) {
                        context.warning(
                                "legacy",
                                inner,
                                path,
                                "nested step lists are a legacy shape; the steps of an inner list run at once",
                                "write plain steps, or a parallel action");
                        warned = true;
                    }
                    List<Step> steps = new ArrayList<>();
                    test.maps(inner, path).forEach((place, map) -> steps.add(step(map, place, index[0]++, stop)));
                    if (!steps.isEmpty()) {
                        groups.add(new StepGroup(steps));
                    }
                }
                case MapNode map -> groups.add(new StepGroup(List.of(step(map, path, index[0]++, stop))));
                case dev.doppel.definition.tree.ScalarNode scalar ->
                    context.error("type", scalar, path, "the step is " + scalar.kind(), "it must be a map");
            }
        }
        return groups;
    }

    private Step step(MapNode written, String path, int index, boolean stop) {
        LoopReader.Body body =
                loops.body(written, path, List.of("action", "extract", "assertions", "match"), LoopReader.Level.STEP);
        Fields fields = new Fields(context, body.map(), path, STEP_KEYS);
        String name = fields.scalarText("name");
        MapNode action = fields.map("action");
        if (fields.node("action") == null && body.loop() == null) {
            fields.missing("action", "a step does something: action: {type: httpRequest, ...}");
        }
        if (fields.has("match") && body.loop() == null) {
            fields.warning(
                    "ignored",
                    "match",
                    "'match' directly under a step has no effect",
                    "put it into an element of 'assertions'");
        }
        Action read =
                action == null ? null : new ActionReader(context, checks, loops).action(action, fields.path("action"));
        Loop loop = body.loop();
        return new Step(
                index,
                name == null || name.isEmpty() ? "Step " + (index + 1) : name,
                fields.scalarText("description"),
                read,
                new ExtractReader(context).extract(fields),
                new BlockReader(context, checks, loops).blocks(fields),
                fields.flag("stopOnFailure", stop),
                SettingsReader.stepSettle(fields, settings.settle()),
                loop,
                context.place(written));
    }
}
