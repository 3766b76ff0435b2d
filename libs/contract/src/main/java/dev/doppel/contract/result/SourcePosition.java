package dev.doppel.contract.result;

/**
 * A place in the user's files.
 *
 * @param file relative to the project root
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String file, int line, int column) {}
