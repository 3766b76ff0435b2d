package dev.doppel.mock.capture;

import dev.doppel.contract.exchange.Numbered;

/** A numbered record on its way to the log. */
public sealed interface Captured {
    /** Whose sequence it belongs to; told when the record is given up later. */
    AttemptLog log();

    /** Bytes it holds in memory, roughly. */
    int weight();

    /** Marks, barrier answers and diagnostics. */
    record Ready(AttemptLog log, Numbered message) implements Captured {
        @Override
        public int weight() {
            return 1024;
        }
    }

    /** An exchange whose conversion is left to the thread that publishes. */
    record OfExchange(AttemptLog log, RawExchange exchange) implements Captured {
        @Override
        public int weight() {
            return exchange.weight();
        }
    }
}
