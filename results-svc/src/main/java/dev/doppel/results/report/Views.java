package dev.doppel.results.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;

/** A run as the API shows it: instances, attempts, items, tests, steps, assertions. Pure. */
public final class Views {
    private Views() {}

    /** @param complete whether the reports of this run are there to be had */
    public static ObjectNode run(RunReport run, boolean complete) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", run.id().value());
        node.put("project", run.project());
        node.put("status", run.status());
        node.put("verdict", run.verdict() == null ? null : run.verdict().name());
        node.put("complete", complete);
        node.put("createdAt", run.createdAt().toString());
        node.put(
                "completedAt",
                run.completedAt() == null ? null : run.completedAt().toString());
        run.warnings().forEach(node.withArray("/warnings")::add);
        run.invalid()
                .forEach(invalid ->
                        node.withArray("/invalid").add(MessageCodec.json().<ObjectNode>valueToTree(invalid)));
        node.withArray("/instances");
        run.instances().forEach(instance -> node.withArray("/instances").add(instance(instance)));
        return node;
    }

    private static ObjectNode instance(InstanceReport instance) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", instance.ref().instance().value());
        node.put("name", instance.ref().name());
        node.put("file", instance.ref().file());
        node.put("status", instance.state().name());
        node.put("testStatus", instance.testStatus());
        node.put(
                "verdict",
                instance.verdict() == null ? null : instance.verdict().name());
        node.put("reason", instance.reason());
        node.put(
                "completedAt",
                instance.finishedAt() == null ? null : instance.finishedAt().toString());
        node.put("decidingAttempt", instance.decidingAttempt());
        node.withArray("/attempts");
        instance.attempts().forEach(attempt -> node.withArray("/attempts").add(attempt(attempt)));
        return node;
    }

    private static ObjectNode attempt(AttemptReport attempt) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("number", attempt.number());
        node.put("runner", attempt.runner());
        TestsFinished finished = attempt.finished();
        node.put("verdict", finished == null ? null : finished.verdict().name());
        node.put("reason", finished == null ? null : finished.reason());
        if (finished != null) {
            node.put("exchanges", finished.exchanges());
        }
        node.withArray("/notes");
        attempt.notes().forEach(node.withArray("/notes")::add);
        node.withArray("/items");
        attempt.items().forEach(item -> node.withArray("/items").add(item(item)));
        node.withArray("/tests");
        if (finished != null) {
            finished.tests().forEach(test -> node.withArray("/tests").add(test(test)));
        } else {
            attempt.steps().forEach(step -> node.withArray("/steps").add(step(step)));
        }
        return node;
    }

    private static ObjectNode item(ItemReport item) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", item.name());
        node.put("kind", item.kind());
        node.put("status", item.state().name());
        node.put("detail", item.detail());
        node.put("at", item.at().toString());
        item.lastLines().forEach(node.withArray("/lastLines")::add);
        return node;
    }

    private static ObjectNode test(TestResult test) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("index", test.index());
        node.put("name", test.name());
        node.put("status", test.outcome().name());
        node.put("error", test.error());
        node.put("durationMillis", test.durationMillis());
        Outcomes.position(node, test.position());
        node.withArray("/steps");
        test.steps().forEach(step -> node.withArray("/steps").add(step(step)));
        return node;
    }

    private static ObjectNode step(StepFinished step) {
        ObjectNode node = step(step.result());
        node.put("testIndex", step.testIndex());
        return node;
    }

    private static ObjectNode step(StepResult step) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("index", step.index());
        node.put("name", step.name());
        node.put("action", step.action());
        node.put("status", step.outcome().name());
        node.put("error", step.error());
        node.put("startOffsetMillis", step.startOffsetMillis());
        node.put("durationMillis", step.durationMillis());
        Outcomes.position(node, step.position());
        node.withArray("/assertions");
        for (AssertionResult assertion : step.assertions()) {
            node.withArray("/assertions").add(Outcomes.assertion(assertion));
        }
        return node;
    }
}
