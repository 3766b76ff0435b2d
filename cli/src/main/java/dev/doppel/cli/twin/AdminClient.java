package dev.doppel.cli.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Speaks with one twin's admin API. Not thread-safe. */
final class AdminClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    private final URI base;
    private final @Nullable String key;
    private final About about;

    AdminClient(URI base, @Nullable String key, About about) {
        this.base = base;
        this.key = key;
        this.about = about;
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
        Answer answer = call(method, path, body);
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

    private Answer call(String method, String path, byte @Nullable [] body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) base.resolve(about.in(path)).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestMethod(method);
            if (key != null) {
                connection.setRequestProperty("X-API-Key", key);
            }
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            if (stream == null) {
                return new Answer(status, "");
            }
            try (stream) {
                return new Answer(status, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "No twin answers at " + base + " (" + e.getMessage() + "). 'doppel twin ps' lists those that run.");
        }
    }
}
