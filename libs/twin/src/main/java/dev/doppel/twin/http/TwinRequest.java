package dev.doppel.twin.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as a twin sees it.
 *
 * @param method upper case
 * @param rawPath percent-encoded path, beginning with "/"
 * @param rawQuery percent-encoded query without "?", empty when absent
 * @param body bytes as received (content encodings still applied); the array must not be changed afterwards
 * @param clientCertificate facts about the client's certificate, or null
 */
public record TwinRequest(
        String method,
        String rawPath,
        String rawQuery,
        Headers headers,
        byte[] body,
        @Nullable ClientCertificate clientCertificate) {

    public TwinRequest {
        method = method.toUpperCase(Locale.ROOT);
        rawPath = rawPath.isEmpty() ? "/" : rawPath;
    }

    public TwinRequest(String method, String rawPath, @Nullable String rawQuery, Headers headers, byte[] body) {
        this(method, rawPath, rawQuery == null ? "" : rawQuery, headers, body, null);
    }

    /** From a request target such as {@code /v1/customers?limit=3}. */
    public static TwinRequest of(String method, String target, Headers headers, byte[] body) {
        int q = target.indexOf('?');
        return new TwinRequest(
                method, q < 0 ? target : target.substring(0, q), q < 0 ? "" : target.substring(q + 1), headers, body);
    }

    public static TwinRequest get(String target) {
        return of("GET", target, new Headers(), new byte[0]);
    }

    public Query query() {
        return Query.parse(rawQuery);
    }

    public String target() {
        return rawQuery.isEmpty() ? rawPath : rawPath + "?" + rawQuery;
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The media type without parameters in lower case, or "" when there is none. */
    public String mediaType() {
        String type = headers.first("Content-Type");
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    public TwinRequest withPath(String path) {
        return new TwinRequest(method, path, rawQuery, headers, body, clientCertificate);
    }

    public TwinRequest withMethod(String other) {
        return new TwinRequest(other, rawPath, rawQuery, headers, body, clientCertificate);
    }

    public TwinRequest withBody(byte[] other) {
        return new TwinRequest(method, rawPath, rawQuery, headers, other, clientCertificate);
    }

    /** What a client certificate says, for {@code mtls} matchers and templates. Lists may be empty. */
    public record ClientCertificate(
            String cn,
            String o,
            String ou,
            String serial,
            String fingerprint,
            String issuerCn,
            String notBefore,
            String notAfter,
            java.util.List<String> dns,
            java.util.List<String> email,
            java.util.List<String> ip,
            java.util.List<String> uri,
            boolean verified) {}
}
