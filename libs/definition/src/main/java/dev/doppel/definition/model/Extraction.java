package dev.doppel.definition.model;

/**
 * A variable to be filled (spec 6.4).
 *
 * @param variable may hold run-time expressions
 */
public record Extraction(String variable, ExtractRule rule, SourceRef at) {}
