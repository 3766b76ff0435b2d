package dev.doppel.mock.proxy;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.twin.record.Exchange;
import org.jspecify.annotations.Nullable;

/** What a proxy does with what passes. Called on event loops: everything returns at once. Thread-safe. */
public interface ProxyPolicy {
    /** Certificates with which a {@code CONNECT} is looked into; null to pass its bytes on untouched. */
    @Nullable
    Leaves interception(String host, int port);

    /** Whether a copy of the exchange is wanted. */
    boolean records(String host, int port, String path);

    /**
     * An exchange that was wanted is over.
     *
     * @param done to be run when nothing of the exchange is held any more
     */
    void passed(Exchange exchange, Runnable done);

    /** A {@code CONNECT} was passed on untouched. */
    default void tunnelled() {}
}
