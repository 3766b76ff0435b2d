package dev.doppel.twin.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A call that the edge has to make. Signatures carry the time, so the head is made anew at each attempt.
 *
 * @param id of this delivery, unique in its twin
 * @param event such as {@code customer.created}
 * @param delay before the first attempt
 * @param backoff pauses before the second and each further attempt; its size bounds the retries
 */
public record WebhookIntent(
        String id,
        String event,
        String url,
        byte[] body,
        String contentType,
        WebhookSignature signature,
        Duration delay,
        List<Duration> backoff) {

    public WebhookIntent {
        backoff = List.copyOf(backoff);
    }

    /** The request head for an attempt made at the given time. */
    public Headers headersAt(Instant now) {
        Headers headers = Headers.of("Content-Type", contentType, "User-Agent", "doppel-twin");
        signature.sign(url, body, now, headers);
        return headers;
    }
}
