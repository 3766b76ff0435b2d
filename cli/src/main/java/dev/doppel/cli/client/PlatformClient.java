package dev.doppel.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.PlatformAddress;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The platform's REST API. Thread-safe. */
public final class PlatformClient implements AutoCloseable {
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofMillis(250);

    /** Answers that no waiting changes: not this caller, or not under this name. */
    private static final Set<Integer> REFUSED = Set.of(401, 403, 421);

    private final PlatformAddress address;
    private final HttpClient http;

    /** Who never answered may be nobody, such as a mistyped URL: that is said at once. */
    private volatile boolean answered;

    public PlatformClient(PlatformAddress address) {
        this(address, null);
    }

    /** @param trust for {@code https}; null for the JDK's own */
    public PlatformClient(PlatformAddress address, @Nullable SSLContext trust) {
        this.address = address;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.http = builder.build();
    }

    /** True for a platform that no process of this machine holds. */
    public boolean isElsewhere() {
        return address.pid() == 0;
    }

    /** Where the platform is. */
    public PlatformAddress address() {
        return address;
    }

    /** True when every service of the platform is ready. */
    public boolean ready() {
        try {
            return http.send(
                                    request("/q/health/ready")
                                            .timeout(Duration.ofSeconds(3))
                                            .GET()
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Submits a bundle.
     *
     * @param bundle a zip
     * @param projectRoot absolute path of the project on the platform's machine; null when they share no files
     * @param query options such as {@code target}
     * @param idempotencyKey the same submission under the same key is the same run, so a submission whose answer got lost can be repeated
     * @return the answer: {@code id}, {@code invalid}, ...
     * @throws CliFailure {@link ExitCode#ENVIRONMENT} when trying again may help
     */
    public JsonNode submit(
            byte[] bundle, @Nullable String projectRoot, Map<String, String> query, String idempotencyKey) {
        String options = query.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request("/api/v1/runs" + (options.isEmpty() ? "" : "?" + options))
                .header("Content-Type", "application/zip")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bundle));
        if (projectRoot != null) {
            request.header("x-doppel-project-root", projectRoot);
        }
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() != 202) {
            throw problem(response);
        }
        return parse(response.body());
    }

    /** A JSON document, empty while it does not exist or is not complete. */
    public Optional<JsonNode> json(String path) {
        return text(path).map(PlatformClient::parse);
    }

    /** Changes something of the platform itself; its answer. */
    public JsonNode put(String path) {
        HttpResponse<String> response =
                send(request(path).PUT(HttpRequest.BodyPublishers.noBody()).build());
        if (response.statusCode() >= 300) {
            throw problem(response);
        }
        return parse(response.body());
    }

    /** A JSON document as it is now; empty when what answers it is away. */
    public Optional<JsonNode> glance(String path) {
        try {
            HttpResponse<String> response =
                    http.send(request(path).timeout(GLANCE).GET().build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(parse(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether the platform's launcher lives; true for a remote platform, of which we do not know. */
    public boolean lives() {
        return address.pid() == 0 || address.lives();
    }

    /** A text document, empty while it does not exist or is not complete. */
    public Optional<String> text(String path) {
        HttpResponse<String> response = send(request(path).GET().build());
        if (REFUSED.contains(response.statusCode())) {
            throw problem(response);
        }
        return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    }

    /** Asks the platform to cancel a run; false when it knows no such run. */
    public boolean cancel(String run) {
        HttpResponse<String> response =
                send(request("/api/v1/runs/" + encode(run)).DELETE().build());
        if (response.statusCode() != 202 && response.statusCode() != 404) {
            throw problem(response);
        }
        return response.statusCode() == 202;
    }

    /** Opens the event stream of a run after an event id; the caller closes it. */
    public InputStream events(String run, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/v1/runs/" + run + "/events").header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            if (REFUSED.contains(response.statusCode()) || response.statusCode() == 404) {
                throw new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "The platform at " + address.base() + " lets nobody follow run " + run + " with this token: "
                                + response.statusCode());
            }
            throw new IOException("the event stream answered " + response.statusCode());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + path));
        return address.token().isEmpty() ? request : request.header("Authorization", "Bearer " + address.token());
    }

    /** Every request here may be repeated: a service that is being started again is waited for. */
    private HttpResponse<String> send(HttpRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                answered = true;
                if (response.statusCode() != UNAVAILABLE || System.nanoTime() > end) {
                    return response;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end || !lives() || isElsewhere() && !answered) {
                    throw new CliFailure(
                            ExitCode.ENVIRONMENT,
                            "The platform at " + address.base() + " does not answer: " + reason(e));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CliFailure(ExitCode.CANCELLED, "interrupted");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    /** Exceptions of connections have no text of their own. */
    private static String reason(IOException e) {
        String text = e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }

    private static CliFailure problem(HttpResponse<String> response) {
        StringBuilder text = new StringBuilder();
        try {
            JsonNode problem = MessageCodec.json().readTree(response.body());
            text.append(problem.path("title").asText("The platform refused the request"));
            if (problem.hasNonNull("detail")) {
                text.append(": ").append(problem.path("detail").asText());
            }
            for (JsonNode one : problem.path("problems")) {
                text.append("\n  ").append(one.isTextual() ? one.asText() : one.toString());
            }
        } catch (IOException e) {
            text.append("The platform answered ")
                    .append(response.statusCode())
                    .append(": ")
                    .append(response.body());
        }
        if (response.statusCode() == 401) {
            text.append("\n  --token-file, $DOPPEL_TOKEN_FILE or $DOPPEL_TOKEN give the token");
        }
        return new CliFailure(response.statusCode() >= 500 ? ExitCode.ENVIRONMENT : ExitCode.USAGE, text.toString());
    }

    private static JsonNode parse(String text) {
        try {
            return MessageCodec.json().readTree(text);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, "The platform's answer is not JSON: " + e.getMessage());
        }
    }

    /** A text as a part of a path or query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
