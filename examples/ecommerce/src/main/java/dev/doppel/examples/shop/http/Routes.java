package dev.doppel.examples.shop.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls that a service answers. Filled before the server starts, only read afterwards. */
public final class Routes {
    /** Answers one request; may throw {@link Refusal} or {@link JsonException}. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(Request request) throws Exception;
    }

    record Found(Handler handler, Map<String, String> path) {}

    private record Route(String method, List<String> pattern, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    /** A pattern is a path with {@code {name}} for whole segments. {@code GET /health} needs no route, but may have one. */
    public Routes on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, List.of(pattern.split("/")), handler));
        return this;
    }

    Optional<Found> find(String method, String path) {
        List<String> segments = List.of(path.split("/"));
        for (Route route : routes) {
            if (route.method().equals(method) && route.pattern().size() == segments.size()) {
                Map<String, String> values = new HashMap<>();
                if (fits(route.pattern(), segments, values)) {
                    return Optional.of(new Found(route.handler(), values));
                }
            }
        }
        if (method.equals("GET") && path.equals("/health")) {
            return Optional.of(new Found(request -> Reply.json(200, JsonObject.of("status", "ok")), Map.of()));
        }
        return Optional.empty();
    }

    private static boolean fits(List<String> pattern, List<String> segments, Map<String, String> values) {
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
