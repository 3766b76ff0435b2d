package dev.doppel.cli.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a command found, both ways of printing it, and how the command exits.
 *
 * @param json for {@code --json}
 * @param text for people, without a line end; empty for nothing
 */
record Shown(JsonNode json, String text, ExitCode exit) {
    /** JSON for people too. */
    static Shown json(JsonNode json) {
        return new Shown(json, indented(json), ExitCode.PASSED);
    }

    static Shown line(JsonNode json, String text) {
        return new Shown(json, text, ExitCode.PASSED);
    }

    /** A sentence where the twin's answer says nothing more. */
    static Shown done(String text) {
        return line(JsonNodeFactory.instance.objectNode().put("message", text), text);
    }

    static Shown table(JsonNode json, Table table) {
        return line(json, table.text());
    }

    /** A JSON text a line. */
    static Shown lines(JsonNode json, JsonNode each) {
        return line(
                json,
                StreamSupport.stream(each.spliterator(), false)
                        .map(JsonNode::toString)
                        .collect(Collectors.joining("\n")));
    }

    /** Warnings are for people, and stand in nobody's way: on standard error. */
    static void warn(JsonNode warnings) {
        warnings.forEach(warning -> System.err.println("warning: " + warning.asText()));
        System.err.flush();
    }

    /** Prints to standard output; returns the exit code. */
    int print(boolean asJson) {
        String out = asJson ? indented(json) : text;
        if (!out.isEmpty()) {
            System.out.println(out);
        }
        System.out.flush();
        return exit.code();
    }

    private static String indented(JsonNode node) {
        try {
            return MessageCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
