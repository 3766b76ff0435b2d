package dev.doppel.results.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Assertion results as JSON (definition spec 7.8, 9.2). Pure. */
public final class Outcomes {
    private Outcomes() {}

    /** Without the places of test and step, which the caller knows. */
    public static ObjectNode assertion(AssertionResult result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("blockIndex", result.blockIndex());
        node.put("assertionIndex", result.assertionIndex());
        node.put("assertionType", result.kind());
        node.put("resultKind", result.kind());
        node.put("path", result.path());
        node.put("operator", result.operator());
        node.set("expected", value(result.expected()));
        node.set("actual", value(result.actual()));
        switch (result.outcome()) {
            case PASSED -> node.put("passed", true);
            case FAILED, INCONCLUSIVE -> node.put("passed", false);
            case SKIPPED, CANCELLED -> node.putNull("passed");
        }
        node.put("status", result.outcome().name());
        node.put("error", result.error());
        node.put("note", result.note());
        result.nearest().forEach(node.withArray("/nearest")::add);
        position(node, result.position());
        return node;
    }

    /** Adds file, line and column when they are known. */
    public static void position(ObjectNode node, @Nullable SourcePosition position) {
        if (position != null) {
            node.put("file", position.file());
            node.put("line", position.line());
            node.put("column", position.column());
        }
    }

    /** True for what makes a test fail. */
    public static boolean failed(Outcome outcome) {
        return outcome == Outcome.FAILED || outcome == Outcome.INCONCLUSIVE;
    }

    /** A shortened value is JSON no longer and stays a text. */
    private static @Nullable JsonNode value(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return MessageCodec.json().readTree(json);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(json);
        }
    }
}
