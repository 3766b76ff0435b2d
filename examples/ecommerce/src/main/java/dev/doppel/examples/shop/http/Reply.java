package dev.doppel.examples.shop.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a route answers: always JSON. */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    public static Reply json(int status, JsonObject body) {
        return new Reply(status, Map.of(), Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    public static Reply error(int status, String sentence) {
        return json(status, JsonObject.of("error", sentence));
    }

    public Reply withHeader(String name, String value) {
        return new Reply(status, Map.of(name, value), body);
    }
}
