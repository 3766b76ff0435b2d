package dev.doppel.runner.attempt;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.ResultMessage;

/** The way out of an attempt. Implementations are thread-safe and do not block. */
public interface Wires {
    /** Sends a mark or barrier request. */
    void ask(Message request);

    /** Publishes a result; those of one attempt keep their order. */
    void tell(ResultMessage result);
}
