package dev.doppel.contract.result;

/** A place in the user's files; {@code file} is relative to the project root, line and column count from 1. */
public record SourcePosition(String file, int line, int column) {}
