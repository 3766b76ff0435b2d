package dev.doppel.definition.model;

import dev.doppel.matching.value.Operator;

/**
 * One comparison (spec 7.6).
 *
 * @param index from 0 within its block
 * @param disabled reported as skipped, without effect on the verdict
 */
public record Assertion(int index, Source source, Operator operator, Operand operand, boolean disabled, SourceRef at) {}
