package dev.doppel.runner.block;

import dev.doppel.contract.result.AssertionResult;

/**
 * One decided comparison.
 *
 * @param result as it is reported
 * @param passed true also for a disabled one
 * @param firm whether no further evidence can change it
 */
record Comparison(AssertionResult result, boolean passed, boolean firm) {}
