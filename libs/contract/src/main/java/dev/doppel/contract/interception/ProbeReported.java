package dev.doppel.contract.interception;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import java.time.Instant;

/**
 * The readiness of an item changed, or the outcome of a failing probe did (at most one record a second per item while it stays not
 * ready).
 *
 * @param attempt which try
 * @param item which item
 * @param ready true after the needed passes in a row
 * @param outcome the last probe's result in words, such as {@code 503 from GET /health} or {@code connection refused on port 8080}
 * @param probes how many probes were made so far
 * @param at when
 */
public record ProbeReported(AttemptId attempt, String item, boolean ready, String outcome, int probes, Instant at)
        implements Message {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
