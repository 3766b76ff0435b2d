package dev.doppel.contract.result;

/**
 * How an instance ended (definition spec 8.1). ERROR: the platform or the environment is at fault. INCONCLUSIVE: evidence was lost, so
 * neither passing nor failing can be claimed.
 */
public enum Verdict {
    PASSED,
    FAILED,
    ERROR,
    INCONCLUSIVE,
    CANCELLED
}
