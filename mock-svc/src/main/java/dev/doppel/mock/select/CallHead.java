package dev.doppel.mock.select;

import org.jspecify.annotations.Nullable;

/**
 * What decides where a call goes.
 *
 * @param origin calling item, null for a test step
 * @param method as sent
 * @param scheme {@code http} or {@code https}
 * @param host lower case, without port
 * @param port the port that the caller called
 * @param path raw, without query
 */
public record CallHead(@Nullable String origin, String method, String scheme, String host, int port, String path) {}
