package dev.doppel.matching.mock;

/** Two mocks that can never be told apart; the first one always answers (spec 4.6). */
public record Ambiguity(MockRule first, MockRule second) {}
