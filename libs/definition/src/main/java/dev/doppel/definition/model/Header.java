package dev.doppel.definition.model;

/**
 * One header line.
 *
 * @param name as written
 * @param value text; in a step it may hold run-time expressions
 */
public record Header(String name, String value) {}
