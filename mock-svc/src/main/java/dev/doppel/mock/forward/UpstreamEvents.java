package dev.doppel.mock.forward;

import org.jspecify.annotations.Nullable;

/** Told what comes from an upstream connection, on its event loop. */
public interface UpstreamEvents {
    /** An HTTP object, or bytes of a tunnel; the receiver releases it. */
    void received(Object message);

    /** The current batch of reads is over. */
    void receivedAll();

    /** The connection's buffer filled or drained. */
    void writabilityChanged(boolean writable);

    /** Nothing more comes; called once. */
    void closed(@Nullable Throwable cause);
}
