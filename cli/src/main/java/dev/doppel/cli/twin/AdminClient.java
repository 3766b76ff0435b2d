package dev.doppel.cli.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Speaks with one twin's admin API, or with that of files nobody serves. Not thread-safe. */
final class AdminClient {
    private final Line line;
    private final About about;

    AdminClient(Line line, About about) {
        this.line = line;
        this.about = about;
    }

    /** How requests reach an admin API. */
    interface Line {
        /**
         * Whatever it answers, errors too.
         *
         * @param path with its query
         * @throws CliFailure when nothing answers
         */
        Answer call(String method, String path, byte @Nullable [] body);
    }

    /** Which part of a twin is meant; null for the usual one. */
    record About(@Nullable String workspace, @Nullable String run) {
        String in(String path) {
            return with(with(path, "workspaceId", workspace), "run", run);
        }

        private static String with(String path, String name, @Nullable String value) {
            return value == null || value.isEmpty()
                    ? path
                    : path + (path.indexOf('?') < 0 ? "?" : "&") + name + "=" + segment(value);
        }
    }

    /** What came back. */
    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return MessageCodec.json().readTree(text.isEmpty() ? "{}" : text);
            } catch (JsonProcessingException e) {
                throw new CliFailure(ExitCode.ENVIRONMENT, "The twin's admin API did not answer JSON: " + text);
            }
        }
    }

    /** A path segment as it goes into a URL. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return need("GET", path, null).json();
    }

    JsonNode post(String path, @Nullable String body) {
        return need("POST", path, body).json();
    }

    JsonNode put(String path, String body) {
        return need("PUT", path, body).json();
    }

    JsonNode delete(String path) {
        return need("DELETE", path, null).json();
    }

    /** Only an answer of success; else the failure says what the twin said. */
    Answer need(String method, String path, @Nullable String body) {
        return send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a body of any kind; it is sent as it is. */
    Answer send(String method, String path, byte @Nullable [] body) {
        Answer answer = line.call(method, about.in(path), body);
        if (answer.status() / 100 == 2) {
            return answer;
        }
        JsonNode json = MessageCodec.json().createObjectNode();
        try {
            json = MessageCodec.json().readTree(answer.text());
        } catch (JsonProcessingException e) {
            // told as text
        }
        String message = json.path("message").asText(answer.text());
        throw new CliFailure(
                answer.status() >= 500 ? ExitCode.ENVIRONMENT : ExitCode.USAGE,
                answer.status() == 401
                        ? "The twin asks for its admin key: give it with --key or MOCKD_API_KEY (it stands in admin.key in the"
                                + " twin's data folder)."
                        : message);
    }
}
