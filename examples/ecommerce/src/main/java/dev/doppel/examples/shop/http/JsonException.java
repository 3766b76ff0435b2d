package dev.doppel.examples.shop.http;

/** A text that is no JSON object, or an object that lacks what is needed; the message is fit for the caller. */
public final class JsonException extends RuntimeException {
    public JsonException(String message) {
        super(message, null, false, false);
    }
}
