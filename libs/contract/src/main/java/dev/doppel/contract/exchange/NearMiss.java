package dev.doppel.contract.exchange;

/**
 * A mock of the called host that did not match.
 *
 * @param mock its name
 * @param reason the first criterion that failed, in words
 */
public record NearMiss(String mock, String reason) {}
