package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.Numbered;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A numbered record on its way to the log. */
public sealed interface Captured {
    /** Whose sequence it belongs to; told when the record is given up later. */
    AttemptLog log();

    /** Bytes it holds in memory, roughly. */
    int weight();

    /** Whether a test waits for it: of a flood these are given up last. */
    boolean vital();

    /** It has left, or was given up: what it held is free. */
    void release();

    /** Marks, barrier answers and diagnostics. */
    record Ready(AttemptLog log, Numbered message) implements Captured {
        /** As it is to be published now: the answer to a barrier says what was given up until it leaves, behind all that it speaks of. */
        public Numbered published() {
            return message instanceof BarrierAnswer answer ? answer.losing(log.dropped()) : message;
        }

        @Override
        public boolean vital() {
            return !(message instanceof Diagnostic);
        }

        @Override
        public int weight() {
            return 1024;
        }

        @Override
        public void release() {
            // holds nothing
        }
    }

    /** A record with a body that may be too long for it; cut off by the thread that publishes. */
    record WithBody(AttemptLog log, byte[] body, Function<CapturedBody, Numbered> record) implements Captured {
        @Override
        public boolean vital() {
            return true;
        }

        @Override
        public int weight() {
            return 1024 + body.length;
        }

        @Override
        public void release() {
            // holds nothing of others
        }

        /** The record, its body as text when it has at most so many bytes, else handed out. */
        public Numbered message(int inline, BlobSink blobs) {
            if (body.length == 0) {
                return record.apply(CapturedBody.EMPTY);
            }
            return record.apply(
                    body.length <= inline
                            ? new CapturedBody(body.length, false, new String(body, StandardCharsets.UTF_8), null, null)
                            : new CapturedBody(body.length, false, null, null, blobs.publish(body)));
        }
    }

    /** An exchange whose conversion is left to the thread that publishes. */
    record OfExchange(AttemptLog log, RawExchange exchange, int weight) implements Captured {
        /** Weighed once: a stream's bodies still grow. */
        OfExchange(AttemptLog log, RawExchange exchange) {
            this(log, exchange, exchange.weight());
        }

        /** A test step's own call says where its window begins. */
        @Override
        public boolean vital() {
            return exchange.request().stepRequestId() != null;
        }

        /** A stream's bodies are still being written when its head is published. */
        @Override
        public void release() {
            if (exchange.state() != Exchange.State.OPEN) {
                exchange.request().body().release();
                if (exchange.response() != null) {
                    exchange.response().body().release();
                }
            }
        }
    }
}
