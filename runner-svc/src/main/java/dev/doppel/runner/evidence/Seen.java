package dev.doppel.runner.evidence;

import dev.doppel.contract.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as the evidence has it: a stream is published at its head and again at its end (architecture, "Interception").
 *
 * @param latest the record with the highest number
 * @param head the earlier record of the same exchange, if both came
 */
public record Seen(Exchange latest, @Nullable Exchange head) {
    /** Takes a further record of the same exchange, in whatever order they come. */
    Seen with(Exchange other) {
        return other.recordNumber() > latest.recordNumber() ? new Seen(other, latest) : new Seen(latest, other);
    }

    /** What was known of it when the record of that number was written, or null when nothing was. */
    @Nullable
    Exchange upTo(long recordNumber) {
        if (latest.recordNumber() <= recordNumber) {
            return latest;
        }
        return head != null && head.recordNumber() <= recordNumber ? head : null;
    }
}
