package dev.doppel.runner.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.definition.model.Header;
import dev.doppel.matching.form.BodyDecoder;
import dev.doppel.matching.form.DecodedBody;
import dev.doppel.matching.json.Json;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls, each on a connection of its own: redirects are not followed, cookies not kept, nothing is sent twice (spec 5.3). Called from
 * virtual threads, which wait. Thread-safe.
 */
public final class HttpCaller implements AutoCloseable {
    /** Header by which mock-svc says that the item could not be reached, so that nothing was sent. */
    static final String ERROR_HEADER = "x-doppel-error";

    private static final String REFUSED = "connect-refused";
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final HttpClient client;
    private final int bodyLimit;

    /** @param bodyLimit most bytes kept of a response's body; the rest is read and forgotten */
    public HttpCaller(Vertx vertx, int bodyLimit) {
        this.bodyLimit = bodyLimit;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setPipelining(false)
                .setMaxPoolSize(1000)
                .setMaxHeaderSize(256 * 1024)
                .setMaxInitialLineLength(64 * 1024)
                .setDecompressionSupported(false));
    }

    /** What one try gave: a response, or an error with the knowledge whether anything was sent. */
    private record Try(
            @Nullable Collected response, @Nullable String error, boolean refused, boolean silent) {}

    private record Collected(int status, MultiMap headers, byte[] body, boolean truncated) {}

    /**
     * Sends a call and waits for the whole answer. A refused connection is tried again up to three times: then nothing was sent.
     *
     * @param ended completes when waiting is in vain
     * @throws InterruptedException when the thread was interrupted or {@code ended} completed
     */
    public Reply call(Gateway gateway, Call call, Duration timeout, CompletableFuture<?> ended)
            throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            String id = UUID.randomUUID().toString();
            long start = System.nanoTime();
            Try result = once(gateway, call, id, timeout, ended);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (result.response() != null) {
                return new Reply.Answered(id, document(result.response()), took);
            }
            String error = String.valueOf(result.error());
            if (!result.refused()) {
                return new Reply.Failed(id, error, took, result.silent());
            }
            if (attempt == PAUSES.size()) {
                return new Reply.Failed(
                        id, error + " (connection refused, " + (PAUSES.size() + 1) + " tries)", took, result.silent());
            }
            pause(PAUSES.get(attempt), ended);
        }
    }

    private static void pause(Duration pause, CompletableFuture<?> ended) throws InterruptedException {
        try {
            ended.get(pause.toMillis(), TimeUnit.MILLISECONDS);
            throw new InterruptedException("the attempt was withdrawn");
        } catch (TimeoutException e) {
            // the pause is over
        } catch (ExecutionException e) {
            throw new InterruptedException("the attempt ended");
        }
    }

    private Try once(Gateway gateway, Call call, String id, Duration timeout, CompletableFuture<?> ended)
            throws InterruptedException {
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        CompletableFuture<Collected> answer = client.request(options(gateway, call, id))
                .compose(request -> {
                    sent.set(request);
                    byte[] body = call.body();
                    Future<HttpClientResponse> response =
                            body == null ? request.send() : request.send(Buffer.buffer(body));
                    return response.compose(this::collect);
                })
                .toCompletionStage()
                .toCompletableFuture();
        try {
            CompletableFuture.anyOf(answer, ended).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.isDone()) {
                throw new InterruptedException("the attempt was withdrawn");
            }
            Collected response = answer.get();
            String error = response.headers().get(ERROR_HEADER);
            if (REFUSED.equals(error)) {
                return new Try(null, "connection to " + call.host() + " was refused", true, false);
            }
            if (error != null) {
                return new Try(
                        null, call.host() + " could not be reached: " + explained(response, error), false, false);
            }
            return new Try(response, null, false, false);
        } catch (TimeoutException e) {
            return new Try(
                    null, "no answer from " + call.host() + " within " + timeout.toMillis() + " ms", false, true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean refused = cause instanceof ConnectException && sent.get() == null;
            String text = refused
                    ? "connection to the environment's listener at " + gateway.address() + ":" + gateway.port()
                            + " was refused"
                    : "the call to " + call.host() + " failed: " + cause.getMessage();
            return new Try(null, text, refused, true);
        } finally {
            HttpClientRequest request = sent.get();
            if (request != null && !answer.isDone()) {
                request.reset();
            }
        }
    }

    /** mock-svc says in words what it could not do. */
    private static String explained(Collected response, String error) {
        return Json.tryParse(response.body())
                .map(json -> json.path("error").asText(error))
                .orElse(error);
    }

    private static RequestOptions options(Gateway gateway, Call call, String id) {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(gateway.port(), gateway.address()))
                .setHost(gateway.address())
                .setPort(gateway.port())
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(call.uri());
        options.putHeader("host", call.host());
        MultiMap headers = options.getHeaders();
        for (Header header : call.headers()) {
            headers.add(header.name(), header.value());
        }
        headers.set("x-doppel-token", gateway.token());
        headers.set("x-doppel-request", id);
        if (call.scheme() != null) {
            headers.set("x-doppel-scheme", call.scheme());
        }
        return options;
    }

    private Future<Collected> collect(HttpClientResponse response) {
        Promise<Collected> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        boolean[] truncated = {false};
        response.handler(chunk -> {
            int room = bodyLimit - body.length();
            if (chunk.length() > room) {
                truncated[0] = true;
            }
            body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(
                new Collected(response.statusCode(), response.headers(), body.getBytes(), truncated[0])));
        return whole.future();
    }

    private static ObjectNode document(Collected response) {
        ObjectNode document = Json.nodes().objectNode();
        document.put("status", response.status());
        ObjectNode headers = document.putObject("headers");
        for (Map.Entry<String, String> header : response.headers()) {
            CallBuilder.add(headers, header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        DecodedBody body = BodyDecoder.decode(
                response.body(),
                response.headers().get("content-type"),
                response.headers().get("content-encoding"),
                response.truncated());
        document.set("body", body.body());
        if (body.base64() != null) {
            document.put("bodyBase64", body.base64());
        }
        if (response.truncated() || body.truncated()) {
            document.put("bodyTruncated", true);
        }
        return document;
    }

    @Override
    public void close() {
        client.close();
    }
}
