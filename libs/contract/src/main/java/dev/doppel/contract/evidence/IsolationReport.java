package dev.doppel.contract.evidence;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.id.AttemptId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try to get out of an environment, or into it, that was refused and that mock-svc could not see: names asked by strangers (dns-svc),
 * connections to where no route leads or nobody listens (scheduler-svc). Not in mock-svc's sequence of records: no verdict rests on it.
 *
 * @param attempt which try
 * @param reporter service, replica and incarnation, such as {@code dns/1/k3f}
 * @param number position among the reports of this reporter about this attempt, from 1
 * @param kind what happened
 * @param item who tried, if known
 * @param message one sentence: what, where, how often so far
 * @param at when
 */
public record IsolationReport(
        AttemptId attempt,
        String reporter,
        long number,
        Diagnostic.Kind kind,
        @Nullable String item,
        String message,
        Instant at)
        implements Message {
    @Override
    public String key() {
        return attempt.instance().value();
    }
}
