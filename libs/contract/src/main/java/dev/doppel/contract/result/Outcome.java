package dev.doppel.contract.result;

/** How a test, step or assertion ended. */
public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    INCONCLUSIVE,
    CANCELLED
}
