package dev.doppel.examples.shop.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's own HTTP server with a virtual thread for each request. Starts on construction; close it to end it. */
public final class HttpService implements AutoCloseable {
    private static final int MAX_BODY = 1 << 20;

    static {
        // Without it the second write of a reply waits for the first one's acknowledgement, up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Routes routes;

    /** @param port 0 for any free one */
    public HttpService(int port, Routes routes) throws IOException {
        this.routes = routes;
        server = HttpServer.create(new InetSocketAddress(port), 128);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = answer(exchange);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("content-type", "application/json");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return Reply.error(413, "the body is larger than " + MAX_BODY + " bytes");
        }
        Routes.Found found = routes.find(method, path).orElse(null);
        if (found == null) {
            return Reply.error(404, "nothing answers " + method + " " + path);
        }
        try {
            return found.handler().handle(new Request(found.path(), headers(exchange), body));
        } catch (Refusal refusal) {
            Log.info(method + " " + path + " -> " + refusal.status() + " " + refusal.error());
            return Reply.error(refusal.status(), refusal.error());
        } catch (JsonException malformed) {
            return Reply.error(400, String.valueOf(malformed.getMessage()));
        } catch (Exception e) {
            Log.error(method + " " + path + " failed", e);
            return Reply.error(500, "internal error");
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }
}
