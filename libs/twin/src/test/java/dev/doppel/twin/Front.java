package dev.doppel.twin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.http.WebhookIntent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A listener before a twin, so that the vendors' own clients can be used in tests. */
final class Front implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TwinInstance twin;
    final List<WebhookIntent> webhooks = new CopyOnWriteArrayList<>();
    final List<String> seen = new CopyOnWriteArrayList<>();
    /** Bodies with this mark are served, and their answer is lost, once each. */
    static final String LOSE = "LoseTheAnswer";

    private static final Pattern INNER = Pattern.compile("\"(_[A-Za-z0-9_]*)\"\\s*:");

    /** Answers and webhooks that showed what is the pack's own. */
    final List<String> inner = new CopyOnWriteArrayList<>();

    final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** Ids of the operations that answered. */
    final Set<String> operations = ConcurrentHashMap.newKeySet();

    private final HttpClient deliveries = HttpClient.newHttpClient();

    Front(TwinInstance twin) {
        this.twin = twin;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Members whose names begin as a pack's own values do, which no client may see. */
    private void inner(byte[] body, String where) {
        Matcher found = INNER.matcher(new String(body, StandardCharsets.UTF_8));
        while (found.find()) {
            inner.add(where + " shows " + found.group(1));
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = new Headers();
            exchange.getRequestHeaders().forEach((name, values) -> values.forEach(v -> headers.add(name, v)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            TwinResponse answer = twin.handle(TwinRequest.of(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
            webhooks.addAll(answer.webhooks());
            inner(answer.body(), exchange.getRequestMethod() + " " + exchange.getRequestURI());
            answer.webhooks().forEach(w -> inner(w.body(), "webhook " + w.event()));
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.contains(LOSE) && lost.add(text)) {
                return;
            }
            if (answer.operation() != null) {
                operations.add(answer.operation());
            }
            answer.headers()
                    .asMap()
                    .forEach((name, values) ->
                            values.forEach(v -> exchange.getResponseHeaders().add(name, v)));
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
            answer.webhooks().stream()
                    .filter(w -> w.url().startsWith("http://127.0.0.1:"))
                    .forEach(this::deliver);
        }
    }

    /** Makes the call that an edge would make, to listeners of the test. */
    private void deliver(WebhookIntent intent) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(intent.url())).POST(BodyPublishers.ofByteArray(intent.body()));
        intent.headersAt(Instant.now()).asMap().forEach((name, values) -> values.forEach(v -> request.header(name, v)));
        deliveries.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        deliveries.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
        if (!inner.isEmpty()) {
            throw new AssertionError(inner);
        }
    }
}
