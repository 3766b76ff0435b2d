package dev.doppel.twin.record;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * One call as an edge saw it, secrets and all. It is handed to {@link Recorder#capture} and never kept.
 *
 * @param at when its request head was read
 * @param took from then to the last byte of the answer
 * @param host whom it was meant for, without port
 * @param request its body as received, content encodings still applied
 * @param body of the answer as received, content encodings still applied
 */
public record Exchange(
        Instant at,
        Duration took,
        String host,
        TwinRequest request,
        int status,
        Headers headers,
        byte[] body,
        Way way) {
    /** One whose bodies are whole. */
    public Exchange(
            Instant at, Duration took, String host, TwinRequest request, int status, Headers headers, byte[] body) {
        this(at, took, host, request, status, headers, body, Way.UNKNOWN);
    }
}
