package dev.doppel.mock.environment;

import dev.doppel.contract.event.Message;

/** Takes what scheduler-svc must know: applied versions and probe reports. Thread-safe; returns at once. */
public interface Announcements {
    /** Sends. */
    void send(Message message);
}
