package dev.doppel.results.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.report.AttemptReport;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.RunReport;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.RunEndRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
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
        Map<String, Long> ends = ends(end);
        Map<String, Long> stored = ends.isEmpty() ? Map.of() : evidence.progress(ends.keySet());
        for (Map.Entry<String, Long> partition : ends.entrySet()) {
            long upTo = stored.getOrDefault(partition.getKey(), 0L);
            if (upTo < partition.getValue()) {
                return Optional.of("Evidence of " + partition.getKey() + " is stored up to " + upTo + " of "
                        + partition.getValue() + ".");
            }
        }
        for (InstanceReport instance : run.instances()) {
            long announced = instance.deciding()
                    .map(AttemptReport::finished)
                    .map(TestsFinished::exchanges)
                    .orElse(0L);
            if (announced > 0) {
                long held = evidence.countExchanges(instance.ref().instance().value(), instance.decidingAttempt());
                if (held < announced) {
                    return Optional.of(
                            "Of " + instance.ref().name() + " " + held + " of " + announced + " exchanges are stored.");
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> ends(RunEndRow end) {
        try {
            return MessageCodec.json().readValue(end.evidence, new TypeReference<Map<String, Long>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("offsets were stored but cannot be read back", e);
        }
    }
}
