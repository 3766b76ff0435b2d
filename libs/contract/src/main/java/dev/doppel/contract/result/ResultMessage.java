package dev.doppel.contract.result;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.RunId;
import java.time.Instant;

/** A record on doppel.results; all of one run are in one partition, in order. */
public interface ResultMessage extends Message {
    RunId run();

    /** When it happened, for display. */
    Instant at();

    @Override
    default String key() {
        return run().value();
    }
}
