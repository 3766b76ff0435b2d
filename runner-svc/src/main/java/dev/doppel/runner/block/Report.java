package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.matching.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes assertion results (spec 7.8): values shortened, sentences for people. Pure. */
public final class Report {
    /** Longest value shown, in characters. */
    static final int MAX_VALUE = 10_000;

    private static final int IN_SENTENCE = 120;

    private Report() {}

    /** Of something that was not looked at. */
    public static AssertionResult skipped(
            int block, int index, String path, String operator, String why, @Nullable SourcePosition at) {
        return new AssertionResult(
                block, index, "skipped", path, operator, null, null, Outcome.SKIPPED, why, null, List.of(), at);
    }

    /** Of an action that failed. */
    public static AssertionResult action(String error, SourceRef at) {
        return new AssertionResult(
                -1, -1, "action", "", "", null, null, Outcome.FAILED, error, null, List.of(), Language.position(at));
    }

    static Outcome outcome(boolean passed) {
        return passed ? Outcome.PASSED : Outcome.FAILED;
    }

    /** Compact JSON, shortened with a marker; null stays null. */
    static @Nullable String value(@Nullable JsonNode node) {
        return node == null || node.isMissingNode() ? null : shorten(Json.compact(node), MAX_VALUE);
    }

    /** What was compared, in one sentence. */
    static String sentence(String operator, @Nullable JsonNode expected, @Nullable JsonNode actual) {
        String wanted = value(expected);
        String was = value(actual);
        return "expected " + operator + (wanted == null ? "" : " " + shorten(wanted, IN_SENTENCE)) + ", was "
                + (was == null ? "missing" : shorten(was, IN_SENTENCE));
    }

    /** Cuts a text that is too long and says by how much. */
    public static String shorten(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "... (" + (text.length() - end) + " more characters)";
    }

    /** One line that names an element of a list: a traffic entry by its call, anything else by its text. */
    static String describe(JsonNode element) {
        JsonNode url = element.path("request").path("url");
        if (url.isTextual()) {
            JsonNode origin = element.path("origin");
            return element.path("request").path("method").asText() + " " + shorten(url.asText(), 300) + " from "
                    + (origin.isTextual() ? origin.asText() : "the test step");
        }
        return shorten(Json.compact(element), 300);
    }
}
