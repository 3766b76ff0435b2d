package dev.doppel.runner.attempt;

import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verdict of an attempt (spec 8.1, 8.5). Pure. */
final class Verdicts {
    private Verdicts() {}

    record Final(Verdict verdict, @Nullable String reason) {}

    /**
     * Judges.
     *
     * @param stop what ended the tests early; null when they came to their end
     * @param error a fault of the platform
     * @return null when nobody can give a verdict: the environment was lost before a failure was decided
     */
    static @Nullable Final of(
            List<TestResult> tests, @Nullable Stop stop, String stoppedAt, @Nullable String error, boolean lost) {
        boolean wasLost = lost;
        switch (stop) {
            case Stop.Withdrawn withdrawn -> {
                switch (withdrawn.cause()) {
                    case CANCELLED -> {
                        return new Final(Verdict.CANCELLED, withdrawn.reason());
                    }
                    case CRASHED, TIMED_OUT -> {
                        return new Final(Verdict.FAILED, withdrawn.reason() + " (during " + stoppedAt + ")");
                    }
                    case LOST -> {
                        return failed(tests);
                    }
                }
            }
            case Stop.OutOfTime over -> {
                return new Final(Verdict.FAILED, over.reason());
            }
            case Stop.Lost gone -> wasLost = true;
            case null -> {
                // they came to their end
            }
        }
        Final failed = failed(tests);
        if (failed != null) {
            return failed;
        }
        if (error != null) {
            return new Final(Verdict.ERROR, error);
        }
        for (TestResult test : tests) {
            if (test.outcome() == Outcome.INCONCLUSIVE) {
                return new Final(Verdict.INCONCLUSIVE, "test '" + test.name() + "', " + test.error());
            }
        }
        return wasLost
                ? new Final(Verdict.INCONCLUSIVE, stop == null ? "evidence was lost" : stop.reason())
                : new Final(Verdict.PASSED, null);
    }

    private static @Nullable Final failed(List<TestResult> tests) {
        for (TestResult test : tests) {
            if (test.outcome() == Outcome.FAILED) {
                return new Final(Verdict.FAILED, "test '" + test.name() + "', " + test.error());
            }
        }
        return null;
    }
}
