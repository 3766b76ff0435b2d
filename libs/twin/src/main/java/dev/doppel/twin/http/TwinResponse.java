package dev.doppel.twin.http;

import dev.doppel.twin.value.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a twin.
 *
 * @param delay to wait before anything is sent
 * @param delivery how the bytes are to be sent
 * @param webhooks calls to make after the response, in order
 * @param operation id of the mock that answered, or null when none matched
 */
public record TwinResponse(
        int status,
        Headers headers,
        byte[] body,
        Duration delay,
        Delivery delivery,
        List<WebhookIntent> webhooks,
        @Nullable String operation) {

    public TwinResponse(int status, Headers headers, byte[] body) {
        this(status, headers, body, Duration.ZERO, Delivery.WHOLE, List.of(), null);
    }

    public static TwinResponse json(int status, @Nullable Object value) {
        return new TwinResponse(status, Headers.of("Content-Type", "application/json"), Json.bytes(value));
    }

    public static TwinResponse empty(int status) {
        return new TwinResponse(status, new Headers(), new byte[0]);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public TwinResponse withOperation(@Nullable String id) {
        return new TwinResponse(status, headers, body, delay, delivery, webhooks, id);
    }

    public TwinResponse withBody(byte[] other) {
        return new TwinResponse(status, headers, other, delay, delivery, webhooks, operation);
    }

    public TwinResponse withDelay(Duration more) {
        return new TwinResponse(status, headers, body, delay.plus(more), delivery, webhooks, operation);
    }

    public TwinResponse withDelivery(Delivery other) {
        return new TwinResponse(status, headers, body, delay, other, webhooks, operation);
    }

    public TwinResponse withWebhooks(List<WebhookIntent> intents) {
        return new TwinResponse(status, headers, body, delay, delivery, List.copyOf(intents), operation);
    }

    public TwinResponse withHeader(String name, String value) {
        Headers copy = Headers.copyOf(headers).set(name, value);
        return new TwinResponse(status, copy, body, delay, delivery, webhooks, operation);
    }
}
