package dev.doppel.scheduler.console;

import dev.doppel.contract.event.Message;
import java.util.concurrent.CompletionStage;

/** Where console evidence goes: one key, in order. */
@FunctionalInterface
public interface ConsoleSink {
    /** Sends; completes when the broker has acknowledged. */
    CompletionStage<Void> send(Message message);
}
