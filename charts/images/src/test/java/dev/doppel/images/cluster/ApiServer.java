package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * An API server over HTTPS for one token: create, get, list, watch, apply, patch, replace, delete of whatever kind, without judging what it is
 * given. Services get an address. Thread-safe.
 */
final class ApiServer implements AutoCloseable {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern PATH = Pattern.compile(
            "/(?<group>api/v1|apis/[^/]+/[^/]+)(?:/namespaces/(?<ns>[^/]+))?/(?<plural>[a-z]+)(?:/(?<name>[^/]+))?(?:/(?<sub>[^/]+))?");
    private static final Pattern NAMESPACES = Pattern.compile("/api/v1/namespaces(?:/(?<name>[^/]+))?");

    private final HttpsServer server;
    private final Store store;
    private final String token;
    private final String canary;
    private int services;

    /** @param canary the address that a Service called "canary" leads to: there is nothing here that would translate addresses */
    ApiServer(InetSocketAddress address, SSLContext tls, Store store, String token, String canary) throws IOException {
        this.store = store;
        this.token = token;
        this.canary = canary;
        server = HttpsServer.create(address, 50);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher whole = NAMESPACES.matcher(path);
            Matcher some = PATH.matcher(path);
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                status(exchange, 401, "Unauthorized");
            } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // no web sockets here: the client goes on with a plain request
                exchange.sendResponseHeaders(200, -1);
            } else if (some.matches() && "log".equals(some.group("sub"))) {
                silent(exchange, "api/v1/namespaces/" + some.group("ns") + "/pods", some.group("name"));
            } else if (whole.matches()) {
                perform(exchange, "api/v1/namespaces", whole.group("name"));
            } else if (some.matches() && some.group("sub") == null) {
                String space = some.group("ns") == null ? "" : "/namespaces/" + some.group("ns");
                perform(exchange, some.group("group") + space + "/" + some.group("plural"), some.group("name"));
            } else {
                status(exchange, 404, "no such path: " + path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The log of a pod that says nothing: it ends with the pod. */
    private void silent(HttpExchange exchange, String collection, String pod) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        store.awaitGone(collection, pod);
    }

    private void perform(HttpExchange exchange, String collection, String name)
            throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if (name != null) {
                    found(exchange, store.get(collection, name), name);
                } else if ("true".equals(query.get("watch"))) {
                    watch(exchange, collection, query);
                } else {
                    list(exchange, collection, query);
                }
            }
            case "POST" -> {
                ObjectNode object = (ObjectNode) YAML.readTree(body);
                String given = object.path("metadata").path("name").asText();
                if (store.get(collection, given).isObject()) {
                    status(exchange, 409, given + " already exists");
                } else {
                    reply(exchange, 201, store.put(collection, completed(object, collection)));
                }
            }
            case "PUT" -> reply(exchange, 200, store.put(collection, (ObjectNode) YAML.readTree(body)));
            case "PATCH" -> patch(exchange, collection, name, YAML.readTree(body));
            case "DELETE" -> {
                JsonNode gone = store.get(collection, name == null ? "" : name);
                store.delete(collection, name == null ? "" : name);
                found(exchange, gone, name);
            }
            default -> status(exchange, 405, "not here");
        }
    }

    private void patch(HttpExchange exchange, String collection, String name, JsonNode change) throws IOException {
        boolean apply = exchange.getRequestHeaders().getFirst("Content-Type").contains("apply-patch");
        JsonNode there = store.get(collection, name);
        if (there instanceof ObjectNode object) {
            if (change instanceof ArrayNode operations) {
                Store.patch(object, operations);
            } else {
                Store.merge(object, change);
            }
            reply(exchange, 200, store.put(collection, object));
        } else if (apply) {
            reply(exchange, 201, store.put(collection, completed((ObjectNode) change, collection)));
        } else {
            status(exchange, 404, name + " not found");
        }
    }

    /** What an API server adds. */
    private synchronized ObjectNode completed(ObjectNode object, String collection) {
        if (collection.endsWith("/services")) {
            String name = object.path("metadata").path("name").asText();
            services++;
            String address = name.equals("canary") ? canary : "10.96." + services / 250 + "." + (services % 250 + 1);
            object.withObject("/spec")
                    .put("clusterIP", address)
                    .putArray("clusterIPs")
                    .add(address);
        }
        return object;
    }

    private void list(HttpExchange exchange, String collection, Map<String, String> query) throws IOException {
        ObjectNode list = YAML.createObjectNode().put("kind", "List").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        ArrayNode items = list.putArray("items");
        store.list(collection).stream().filter(one -> selected(one, query)).forEach(items::add);
        if (!items.isEmpty()) {
            list.put("kind", items.get(0).path("kind").asText() + "List");
        }
        reply(exchange, 200, list);
    }

    private void watch(HttpExchange exchange, String collection, Map<String, String> query)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        long seen = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            while (true) {
                List<Store.Event> news = store.after(seen, collection);
                if (news.isEmpty() && "true".equals(query.get("allowWatchBookmarks"))) {
                    // also tells whether anybody listens still
                    bookmark(out, collection, seen);
                }
                for (Store.Event event : news) {
                    seen = event.version();
                    if (selected(event.object(), query)) {
                        ObjectNode line = YAML.createObjectNode().put("type", event.type());
                        line.set("object", event.object());
                        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                }
            }
        }
    }

    private static void bookmark(OutputStream out, String collection, long version) throws IOException {
        ObjectNode line = YAML.createObjectNode().put("type", "BOOKMARK");
        line.putObject("object")
                .put("apiVersion", "v1")
                .put("kind", collection.endsWith("/events") ? "Event" : "Pod")
                .putObject("metadata")
                .put("resourceVersion", Long.toString(version));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static boolean selected(JsonNode object, Map<String, String> query) {
        JsonNode meta = object.path("metadata");
        return Arrays.stream(query.getOrDefault("labelSelector", "").split(","))
                        .filter(one -> one.contains("="))
                        .map(one -> one.split("=", 2))
                        .allMatch(pair ->
                                meta.path("labels").path(pair[0]).asText().equals(pair[1]))
                && Arrays.stream(query.getOrDefault("fieldSelector", "").split(","))
                        .filter(one -> one.startsWith("metadata.name="))
                        .allMatch(one -> one.endsWith("=" + meta.path("name").asText()));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> all = new TreeMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] both = pair.split("=", 2);
                all.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    private static void found(HttpExchange exchange, JsonNode object, String name) throws IOException {
        if (object.isObject()) {
            reply(exchange, 200, object);
        } else {
            status(exchange, 404, name + " not found");
        }
    }

    private static void status(HttpExchange exchange, int code, String message) throws IOException {
        reply(
                exchange,
                code,
                YAML.createObjectNode()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("status", "Failure")
                        .put("code", code)
                        .put("message", message));
    }

    private static void reply(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
