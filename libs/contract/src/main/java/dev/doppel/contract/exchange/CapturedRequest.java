package dev.doppel.contract.exchange;

import java.util.List;
import java.util.Map;

/**
 * A request as it crossed the wire.
 *
 * @param method upper case
 * @param scheme {@code http} or {@code https}, as the caller spoke
 * @param host lower case, without port
 * @param port the port that the caller called
 * @param path raw path, without query
 * @param query raw query without {@code ?}, empty for none
 * @param httpVersion {@code 1.0}, {@code 1.1} or {@code 2}
 * @param headers lower-case names, values in order of arrival, {@code host} included
 * @param body what was sent
 */
public record CapturedRequest(
        String method,
        String scheme,
        String host,
        int port,
        String path,
        String query,
        String httpVersion,
        Map<String, List<String>> headers,
        CapturedBody body) {
    /** The same request with another body. */
    CapturedRequest withBody(CapturedBody other) {
        return new CapturedRequest(method, scheme, host, port, path, query, httpVersion, headers, other);
    }
}
