package dev.doppel.charts.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** As much of an API server as the job uses, with its status codes and bodies. Closed by its owner. */
final class FakeApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, JsonNode> objects = new ConcurrentHashMap<>();
    final List<String> calls = new ArrayList<>();
    /** {@code VERB plural}: refused with 403 */
    final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    private final HttpServer server;

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/namespaces/here/", this::answer);
        server.start();
    }

    Cluster cluster() {
        return new Cluster(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "here",
                "t0ken",
                HttpClient.newHttpClient());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/v1/namespaces/here/".length());
        String plural = path.split("/")[0];
        String verb = exchange.getRequestMethod();
        calls.add(verb + " " + path);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, status("Unauthorized"));
        } else if (forbidden.contains(verb + " " + plural)) {
            reply(exchange, 403, status(plural + " is forbidden"));
        } else if (verb.equals("GET")) {
            JsonNode found = objects.get(path);
            reply(exchange, found == null ? 404 : 200, found == null ? status("not found") : found);
        } else {
            JsonNode object = JSON.readTree(body);
            String key = verb.equals("POST")
                    ? path + "/" + object.path("metadata").path("name").asText()
                    : path;
            if (verb.equals("POST") && objects.containsKey(key)) {
                reply(exchange, 409, status("already exists"));
            } else {
                objects.put(key, object);
                reply(exchange, verb.equals("POST") ? 201 : 200, object);
            }
        }
    }

    private static JsonNode status(String message) {
        return JSON.createObjectNode().put("kind", "Status").put("message", message);
    }

    private static void reply(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
