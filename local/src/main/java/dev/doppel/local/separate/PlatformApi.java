package dev.doppel.local.separate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.local.part.PartState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What the platform itself answers when its services are several processes:
 *
 * <pre>
 * GET /q/health/ready                         200 when every part is ready, else 503; names those that are not
 * GET /q/metrics                              meters of all services that run, each with the label part
 * GET /api/v1/platform                        the parts
 * PUT /api/v1/platform/replicas?runner=3      other numbers of replicas; 202
 * </pre>
 *
 * Loopback only; all but health and meters needs the platform's token.
 */
final class PlatformApi implements AutoCloseable {
    private static final String BASE = "/api/v1/platform";

    private final HttpServer server;
    private final Fleet fleet;
    private final Supplier<List<PartState>> parts;
    private final String token;
    private final Meters meters = new Meters();

    private PlatformApi(HttpServer server, Fleet fleet, Supplier<List<PartState>> parts, String token) {
        this.server = server;
        this.fleet = fleet;
        this.parts = parts;
        this.token = token;
    }

    static PlatformApi start(int port, Fleet fleet, Supplier<List<PartState>> parts, String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        PlatformApi api = new PlatformApi(server, fleet, parts, token);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", api::answer);
        server.start();
        return api;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String what =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (what) {
                case "GET /q/health/ready" -> health(exchange);
                case "GET /q/metrics" -> {
                    byte[] page = meters.page(fleet.ports()).getBytes(StandardCharsets.UTF_8);
                    send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", page);
                }
                case "GET " + BASE -> guarded(exchange, () -> send(exchange, 200, describe()));
                case "PUT " + BASE + "/replicas" -> guarded(exchange, () -> scale(exchange));
                default -> send(exchange, 404, problem(404, "There is nothing at " + what));
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private void guarded(HttpExchange exchange, Action action) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + token).equals(given)) {
            send(exchange, 401, problem(401, "The platform's token is missing or another"));
        } else {
            action.run();
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        List<String> lacking = parts.get().stream()
                .filter(part -> switch (part.status()) {
                    case STARTING, UNREADY, DOWN -> true;
                    case READY, LEAVING, GONE -> false;
                })
                .map(PartState::name)
                .toList();
        ObjectNode answer = MessageCodec.json().createObjectNode().put("status", lacking.isEmpty() ? "UP" : "DOWN");
        ArrayNode names = answer.putArray("lacking");
        lacking.forEach(names::add);
        send(exchange, lacking.isEmpty() ? 200 : 503, answer);
    }

    private ObjectNode describe() {
        ObjectNode all = MessageCodec.json().createObjectNode().put("form", "separate");
        ArrayNode list = all.putArray("parts");
        for (PartState part : parts.get()) {
            list.addObject()
                    .put("name", part.name())
                    .put("service", part.service())
                    .put("status", part.status().name())
                    .put("pid", part.pid())
                    .put("restarts", part.restarts())
                    .put("lastEnd", part.lastEnd())
                    .put("log", part.log().toString());
        }
        return all;
    }

    private void scale(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        try {
            fleet.scale(query == null ? "" : query.replace('&', ','));
            send(exchange, 202, describe());
        } catch (IllegalArgumentException e) {
            send(exchange, 400, problem(400, String.valueOf(e.getMessage())));
        }
    }

    private static ObjectNode problem(int status, String detail) {
        return MessageCodec.json().createObjectNode().put("status", status).put("detail", detail);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        String type = status < 400 ? "application/json" : "application/problem+json";
        send(exchange, status, type, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        meters.close();
    }
}
