package dev.doppel.runner.attempt;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.result.ResultMessage;
import java.time.Duration;

/** The way out of an attempt. Implementations are thread-safe and do not block. */
public interface Wires {
    /** Sends a mark or barrier request. */
    void ask(Message request);

    /** A step was decided, so long after its action had been answered; nobody has to care. */
    default void decided(Duration lag) {}

    /** Publishes a result; those of one attempt keep their order. */
    void tell(ResultMessage result);
}
