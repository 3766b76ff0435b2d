package dev.doppel.contract.exchange;

import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that interception saw and a user should know; evidence, numbered in the same sequence, published on doppel.evidence.
 *
 * @param attempt which try
 * @param recordNumber position in the attempt's sequence
 * @param kind what happened
 * @param item the item concerned, if known
 * @param host the host concerned, if known
 * @param message one sentence: what, where, why
 * @param at when
 */
public record Diagnostic(
        AttemptId attempt,
        long recordNumber,
        Kind kind,
        @Nullable String item,
        @Nullable String host,
        String message,
        Instant at)
        implements Numbered {
    /** What can be reported. */
    public enum Kind {
        ESCAPE,
        HANDSHAKE_FAILED,
        UNKNOWN_PEER,
        REFUSED,
        LIMIT,
        MALFORMED
    }

    @Override
    public String key() {
        return attempt.instance().value();
    }
}
