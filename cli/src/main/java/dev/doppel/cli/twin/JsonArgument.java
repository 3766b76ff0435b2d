package dev.doppel.cli.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON given on the command line: the text itself, or the file that {@code @FILE} names. */
final class JsonArgument {
    private JsonArgument() {}

    /** @throws CliFailure when it is not JSON, or the file cannot be read */
    static JsonNode of(String given) {
        String text = given;
        if (given.startsWith("@")) {
            try {
                text = Files.readString(Path.of(given.substring(1)));
            } catch (IOException e) {
                throw new CliFailure(ExitCode.USAGE, given.substring(1) + " cannot be read: " + e.getMessage());
            }
        }
        try {
            return MessageCodec.json().readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliFailure(ExitCode.USAGE, "Not JSON: " + given + " (" + e.getOriginalMessage() + ")");
        }
    }
}
