package dev.doppel.matching.mock;

import org.jspecify.annotations.Nullable;

/**
 * A request body as received, before content decoding; more than what 1 MiB decodes from is not needed. The array is read only.
 */
public record RequestBody(
        byte[] bytes,
        @Nullable String contentType,
        @Nullable String contentEncoding) {
    /** No body. */
    public static final RequestBody EMPTY = new RequestBody(new byte[0], null, null);
}
