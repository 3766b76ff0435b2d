package dev.doppel.twin.value;

/** A place in a text file; line and column count from 1. */
public record Position(int line, int column) {}
