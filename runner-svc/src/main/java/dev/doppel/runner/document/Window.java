package dev.doppel.runner.document;

/**
 * Where a step's lists begin. Arrival numbers and console line numbers, never times (spec 12.2).
 *
 * @param start arrival number at which the step's window begins
 * @param testStart where the test begins
 * @param bootEnd arrival number before which everything is boot traffic: where the first test began
 * @param consoleAfter console lines above this number are in the window
 * @param consoleAfterTest the same for the test
 */
public record Window(long start, long testStart, long bootEnd, long consoleAfter, long consoleAfterTest) {}
