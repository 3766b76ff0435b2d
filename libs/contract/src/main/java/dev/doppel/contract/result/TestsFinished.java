package dev.doppel.contract.result;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt's verdict. Published by runner-svc, or by scheduler-svc when no runner can give one.
 *
 * @param run the run
 * @param at when
 * @param instance which
 * @param attempt number of the try
 * @param verdict the verdict of this attempt
 * @param reason one sentence for anything but PASSED, with the cause named
 * @param notes what a reader should know: environment only, calls that left the environment, ties
 * @param tests results of all tests; steps of tests never reached are SKIPPED
 * @param exchanges number of exchanges held as evidence
 */
public record TestsFinished(
        RunId run,
        Instant at,
        InstanceId instance,
        int attempt,
        Verdict verdict,
        @Nullable String reason,
        List<String> notes,
        List<TestResult> tests,
        long exchanges)
        implements ResultMessage {
    public TestsFinished {
        notes = List.copyOf(notes);
        tests = List.copyOf(tests);
    }
}
