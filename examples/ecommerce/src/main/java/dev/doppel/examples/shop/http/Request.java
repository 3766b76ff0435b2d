package dev.doppel.examples.shop.http;

import java.util.Map;
import java.util.Optional;

/** One request as a route sees it. {@code path} holds the values of the route's {@code {names}}; header names are lower case. */
public record Request(Map<String, String> path, Map<String, String> headers, byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** @throws JsonException when the body is not one JSON object */
    public JsonObject json() {
        return Json.read(body);
    }

    /** @throws Refusal with 404 when the path's value is no whole number: nothing can live there */
    public long id(String name) {
        String value = path.getOrDefault(name, "");
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new Refusal(404, "no order " + value);
        }
    }
}
