package dev.doppel.examples.shop.http;

import java.util.Map;
import java.util.Optional;

/** What another service answered; header names are lower case, of repeated ones the first counts. */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public boolean succeeded() {
        return status / 100 == 2;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as an object; an empty one when the body is none, because a status alone can be an answer. */
    public JsonObject json() {
        try {
            return Json.read(body);
        } catch (JsonException e) {
            return JsonObject.of();
        }
    }

    /** The {@code error} of one of our own services, or the status in words. */
    public String error() {
        return json().findText("error").orElse("status " + status);
    }
}
