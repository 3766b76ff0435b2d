package dev.doppel.definition.model;

import org.jspecify.annotations.Nullable;

/**
 * What all items have (spec 2.1).
 *
 * @param name a DNS label of at most 63 characters; mocks of the short form may carry free text
 * @param stage start-up order, 0 first
 */
public record ItemHead(String name, @Nullable String description, int stage, SourceRef at) {}
