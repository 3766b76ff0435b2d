package dev.doppel.cli;

import dev.doppel.contract.result.Verdict;

/** Exit codes of the command (definition spec 9.5; no others exist). */
public enum ExitCode {
    PASSED(0),
    TESTS_FAILED(1),
    USAGE(2),
    ENVIRONMENT(3),
    INCONCLUSIVE(4),
    TIMED_OUT(124),
    CANCELLED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** What the shell sees. */
    public int code() {
        return code;
    }

    /** The code that says how a run ended. */
    public static ExitCode of(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> PASSED;
            case FAILED -> TESTS_FAILED;
            case ERROR -> ENVIRONMENT;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case CANCELLED -> CANCELLED;
        };
    }
}
