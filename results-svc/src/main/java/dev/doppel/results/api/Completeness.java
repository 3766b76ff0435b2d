package dev.doppel.results.api;

import dev.doppel.contract.result.TestsFinished;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.report.AttemptReport;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.RunReport;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.RunEndRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run's reports can be given: its final record is there and so is the evidence that the verdicts were based on. Evidence travels
 * on topics of its own, so it may come a little later; for what never comes nobody waits longer than the configured grace. Thread-safe.
 */
@ApplicationScoped
public class Completeness {
    private final ResultsConfig config;
    private final EvidenceQueries evidence;
    private final Clock clock = Clock.systemUTC();

    Completeness(ResultsConfig config, EvidenceQueries evidence) {
        this.config = config;
        this.evidence = evidence;
    }

    /** What is still missing, for people; empty when nothing is. */
    Optional<String> missing(RunReport run, @Nullable RunEndRow end) {
        if (end == null) {
            return Optional.of("The run has not ended.");
        }
        if (end.storedAt.plus(config.evidenceGrace()).isBefore(clock.instant())) {
            return Optional.empty();
        }
        for (InstanceReport instance : run.instances()) {
            long announced = instance.deciding()
                    .map(AttemptReport::finished)
                    .map(TestsFinished::exchanges)
                    .orElse(0L);
            if (announced > 0) {
                long stored = evidence.countExchanges(instance.ref().instance().value(), instance.decidingAttempt());
                if (stored < announced) {
                    return Optional.of("Of " + instance.ref().name() + " " + stored + " of " + announced
                            + " exchanges are stored.");
                }
            }
        }
        return Optional.empty();
    }
}
