package dev.doppel.runner.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.definition.model.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call ready to be sent.
 *
 * @param method upper case
 * @param scheme for an outside host, what mock-svc is to speak; null for an item
 * @param host value of the header {@code Host}
 * @param uri path with query
 * @param headers all but {@code Host}
 * @param body null for none
 * @param document the step's {@code $.request}
 */
public record Call(
        String method,
        @Nullable String scheme,
        String host,
        String uri,
        List<Header> headers,
        byte @Nullable [] body,
        ObjectNode document) {
    public Call {
        headers = List.copyOf(headers);
    }
}
