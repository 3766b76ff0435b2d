package dev.doppel.matching.mock;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as mock selection sees it.
 *
 * @param origin the calling item; {@code chromium} for the browser; null for a test step's own call
 * @param host without port, any case
 * @param port the port that the caller addressed
 * @param scheme {@code http} or {@code https}; used in messages only, {@code port} is already resolved
 * @param rawPath as sent, percent-encoded; a query behind {@code ?} is ignored
 * @param body asked at most once, and only when a candidate has a body criterion
 */
public record RequestView(
        @Nullable String origin,
        String host,
        int port,
        String scheme,
        String method,
        String rawPath,
        Supplier<RequestBody> body) {}
