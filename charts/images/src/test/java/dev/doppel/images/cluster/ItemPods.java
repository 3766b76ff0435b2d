package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods of items, played in this process on addresses of their own: each serves {@code /health}, and at {@code /ask} it asks {@code GET
 * http://api.example.com/x} and hands on the answer. It sends that from its pod's address to where the namespace's slice {@code outside} leads
 * port 80, which is what a cluster would make of the name. The gate is taken to have passed. Thread-safe.
 */
final class ItemPods implements AutoCloseable {
    /** Addresses of these pods; the node must take all of them for its own. */
    static final String RANGE = "10.244.2.0/24";

    private static final int PORT = 8080;
    private static final int SILENCE_MILLIS = 10_000;
    private final Store store;
    private final Node node;
    private final AtomicInteger addresses = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    ItemPods(Store store, Node node) {
        this.store = store;
        this.node = node;
    }

    /** Runs the pod until the API server has it no more; returns at once. */
    void start(String collection, JsonNode pod) {
        String name = pod.path("metadata").path("name").asText();
        String address = "10.244.2." + (addresses.getAndIncrement() % 250 + 1);
        threads.execute(() -> {
            HttpServer server = null;
            try {
                ObjectMapper json = new ObjectMapper();
                ObjectNode waiting = json.createObjectNode();
                waiting.putObject("waiting").put("reason", "PodInitializing");
                node.report(collection, name, "Pending", address, waiting);
                server = HttpServer.create(new InetSocketAddress(address, PORT), 50);
                server.setExecutor(threads);
                server.createContext("/health", exchange -> answer(exchange, "{}"));
                server.createContext("/ask", exchange -> answer(exchange, asked(collection, address)));
                server.start();
                ObjectNode running = json.createObjectNode();
                running.putObject("running");
                node.report(collection, name, "Running", address, running);
                store.awaitGone(collection, name);
            } catch (IOException | RuntimeException e) {
                Installation.say("pod %s: %s", name, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (server != null) {
                    server.stop(0);
                }
            }
        });
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String asked(String pods, String address) throws IOException {
        JsonNode slice = store.get(
                pods.replaceFirst("^api/v1", "apis/discovery.k8s.io/v1").replaceFirst("pods$", "endpointslices"),
                "outside");
        int port = 0;
        for (JsonNode one : slice.path("ports")) {
            port = one.path("name").asText().equals("p80") ? one.path("port").asInt() : port;
        }
        String outside =
                slice.path("endpoints").path(0).path("addresses").path(0).asText();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(outside), port), SILENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET /x HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int begin = said.indexOf('{');
            return begin < 0 ? "{}" : said.substring(begin, said.lastIndexOf('}') + 1);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
