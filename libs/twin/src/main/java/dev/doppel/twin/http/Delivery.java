package dev.doppel.twin.http;

import java.time.Duration;
import java.util.List;

/** How the edge is to send a response after {@link TwinResponse#delay()} has passed. */
public sealed interface Delivery {
    Delivery WHOLE = new Whole();

    /** At once. */
    record Whole() implements Delivery {}

    /** Body writes limited to so many bytes a second. */
    record Throttled(int bytesPerSecond) implements Delivery {}

    /** The body in pieces, each after its own pause; a chunked or event-stream response. */
    record Chunks(List<Chunk> chunks) implements Delivery {}

    /** The connection is closed without a reply. */
    record Reset() implements Delivery {}

    /** Head with the full length, then only so many body bytes, then the connection is closed. */
    record Truncated(int bytes) implements Delivery {}

    /** A piece of the body: bytes {@code from} to {@code to}, sent after {@code pause}. */
    record Chunk(Duration pause, int from, int to) {}
}
