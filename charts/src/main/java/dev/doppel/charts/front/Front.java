package dev.doppel.charts.front;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Passes {@code /api/v1/runs} on to scheduler-svc and {@code /api/v1/results} to results-svc, so that one URL reaches both: for
 * {@code helm test}, port forwarding, and clusters without an ingress. It authenticates nobody and keeps nothing: tokens pass through. Answers
 * stream, so live events arrive as they come. Thread-safe; a virtual thread for each request.
 */
public final class Front implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    /** Belongs to one connection, or is set anew by the client here. */
    private static final Set<String> NOT_PASSED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Map<String, URI> routes;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * Listens.
     *
     * @param routes path prefix to base of the service
     * @param port 0 for a free one
     */
    public Front(Map<String, URI> routes, int port) throws IOException {
        this.routes = Map.copyOf(routes);
        this.server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Process: {@code Front PORT PREFIX=URI...}. */
    public static void main(String[] args) throws IOException {
        Map<String, URI> routes = new java.util.HashMap<>();
        for (String route : List.of(args).subList(1, args.length)) {
            int equals = route.indexOf('=');
            routes.put(route.substring(0, equals), URI.create(route.substring(equals + 1)));
        }
        Front front = new Front(routes, Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(front::close, "stop-front"));
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            String path = asked.getRawPath();
            if (path.equals("/healthz")) {
                say(exchange, 200, "ok");
                return;
            }
            URI base = routes.entrySet().stream()
                    .filter(route -> path.equals(route.getKey()) || path.startsWith(route.getKey() + "/"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (base == null) {
                say(
                        exchange,
                        404,
                        "nothing of Doppel is at " + path + ": its APIs are " + String.join(", ", routes.keySet()));
                return;
            }
            pass(exchange, base.resolve(path + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery())));
        }
    }

    private void pass(HttpExchange exchange, URI to) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).method(exchange.getRequestMethod(), body(exchange));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            say(exchange, 502, to.getAuthority() + " cannot be reached: " + e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        response.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("location")) {
                exchange.getResponseHeaders().add(name, relative(values.getFirst(), to));
            } else if (!NOT_PASSED.contains(lower) && !lower.startsWith(":")) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        boolean empty = exchange.getRequestMethod().equals("HEAD")
                || response.statusCode() == 204
                || response.statusCode() == 304;
        exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
        try (InputStream in = response.body()) {
            if (!empty) {
                stream(in, exchange.getResponseBody());
            }
        }
    }

    private static HttpRequest.BodyPublisher body(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        if (length == null && !chunked || "0".equals(length)) {
            return HttpRequest.BodyPublishers.noBody();
        }
        HttpRequest.BodyPublisher stream = HttpRequest.BodyPublishers.ofInputStream(exchange::getRequestBody);
        return length == null ? stream : HttpRequest.BodyPublishers.fromPublisher(stream, Long.parseLong(length));
    }

    /** What names the service itself means nothing to whoever called here. */
    private static String relative(String location, URI service) {
        URI target = URI.create(location);
        return service.getAuthority().equals(target.getAuthority())
                ? target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery())
                : location;
    }

    private static void stream(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[CHUNK];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
        out.close();
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
