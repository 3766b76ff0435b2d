package dev.doppel.matching.mock;

import org.jspecify.annotations.Nullable;

/**
 * The criteria of one mock (spec 2.6, 4.2). Immutable.
 *
 * @param id the caller's number for it, given back in selections
 * @param name for messages
 * @param origin item name; null or {@code *} = any; {@code browser} = {@code chromium}
 * @param target host, {@code host:port}, {@code *.host} or {@code *}
 * @param method null or {@code *} = any
 * @param path pattern of spec 4.3
 * @param body null = no body criterion
 */
public record MockRule(
        int id,
        String name,
        @Nullable String origin,
        String target,
        @Nullable String method,
        String path,
        @Nullable BodyCriterion body) {}
