package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An admin port, here or elsewhere. Not thread-safe. */
final class AdminHttp implements AdminClient.Line {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    private final URI base;
    private final @Nullable String key;
    private final String advice;

    /** @param advice what to do when nothing answers there */
    AdminHttp(URI base, @Nullable String key, String advice) {
        this.base = base;
        this.key = key;
        this.advice = advice;
    }

    /**
     * The URL of an admin port.
     *
     * @param option where the text was given, for the message
     * @throws CliFailure when it is no http or https URL with a host
     */
    static URI base(String text, String option) {
        URI base = null;
        try {
            base = URI.create(text.endsWith("/") ? text : text + "/");
        } catch (IllegalArgumentException e) {
            // told below
        }
        if (base == null
                || base.getHost() == null
                || !String.valueOf(base.getScheme()).matches("https?")) {
            throw new CliFailure(ExitCode.USAGE, option + " is a URL such as http://localhost:4290, not " + text);
        }
        return base;
    }

    @Override
    public AdminClient.Answer call(String method, String path, byte @Nullable [] body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) base.resolve(path).toURL().openConnection();
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
                return new AdminClient.Answer(status, "");
            }
            try (stream) {
                return new AdminClient.Answer(status, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, "No twin answers at " + base + " (" + e.getMessage() + "). " + advice);
        }
    }
}
