package dev.doppel.results.mask;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what is stored and passed on (definition spec 9.1): headers and query parameters whose names say that they carry one,
 * and values known to be secret wherever they stand as text. Not found: secrets in binary or compressed bodies. Immutable.
 */
public final class Masking {
    /** What stands instead of a secret. */
    public static final String MASK = "***";

    /** Shorter values would be found everywhere; they are not masked. */
    static final int SHORTEST = 4;

    private static final Set<String> HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "cookie2", "set-cookie2");
    private static final Set<String> WORDS =
            Set.of("token", "secret", "password", "passwd", "apikey", "accesskey", "credential", "credentials");
    private static final Set<String> BEFORE_KEY = Set.of("api", "access", "auth", "secret", "private", "subscription");

    private final List<String> values;
    private final List<String> escapedValues;
    private final List<String> twiceEscapedValues;

    /** @param secretValues values known to be secret, in clear */
    public Masking(Collection<String> secretValues) {
        this.values = secretValues.stream()
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        this.escapedValues = values.stream().map(Masking::escaped).toList();
        this.twiceEscapedValues = escapedValues.stream().map(Masking::escaped).toList();
    }

    /** Text without known values, whether they stand as they are or inside JSON. */
    public String text(String text) {
        return replace(replace(text, values), escapedValues);
    }

    /** A JSON document without known values; still JSON. */
    public String json(String json) {
        return replace(replace(json, twiceEscapedValues), escapedValues);
    }

    /** Headers by lower-case name. */
    public Map<String, List<String>> headers(Map<String, List<String>> headers) {
        Map<String, List<String>> masked = new TreeMap<>();
        headers.forEach((name, all) -> masked.put(
                name,
                all.stream()
                        .map(value -> isSecretName(name) ? withoutCredentials(name, value) : text(value))
                        .toList()));
        return masked;
    }

    /** The whole exchange. */
    public Exchange exchange(Exchange exchange) {
        CapturedRequest request = exchange.request();
        CapturedResponse response = exchange.response();
        return new Exchange(
                exchange.attempt(),
                exchange.recordNumber(),
                exchange.arrivalNumber(),
                exchange.id(),
                exchange.state(),
                exchange.origin(),
                exchange.target(),
                exchange.internal(),
                new CapturedRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        text(request.path()),
                        query(request.query()),
                        request.httpVersion(),
                        headers(request.headers()),
                        body(request.body())),
                response == null
                        ? null
                        : new CapturedResponse(response.status(), headers(response.headers()), body(response.body())),
                exchange.receivedAt(),
                exchange.durationMicros(),
                exchange.answeredBy(),
                exchange.answerer(),
                exchange.delivered(),
                orNull(exchange.error()),
                exchange.stepRequestId(),
                exchange.tiedWith(),
                exchange.nearMisses());
    }

    /** A raw query string. */
    String query(String query) {
        if (query.isEmpty()) {
            return query;
        }
        StringBuilder masked = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            masked.append(masked.isEmpty() ? "" : "&");
            if (equals >= 0 && isSecretName(parameter.substring(0, equals))) {
                masked.append(parameter, 0, equals + 1).append(MASK);
            } else {
                masked.append(text(parameter));
            }
        }
        return masked.toString();
    }

    /** True when a header or parameter of this name carries a secret, such as {@code X-Api-Key} or {@code access_token}. */
    static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (HEADERS.contains(lower)) {
            return true;
        }
        List<String> words = Arrays.asList(lower.split("[-_.]", -1));
        for (int i = 0; i < words.size(); i++) {
            if (WORDS.contains(words.get(i))
                    || i > 0 && words.get(i).equals("key") && BEFORE_KEY.contains(words.get(i - 1))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutCredentials(String name, String value) {
        int space = value.indexOf(' ');
        boolean scheme = name.toLowerCase(Locale.ROOT).endsWith("authorization") && space > 0;
        return scheme ? value.substring(0, space + 1) + MASK : MASK;
    }

    private CapturedBody body(CapturedBody body) {
        String text = body.text();
        return text == null
                ? body
                : new CapturedBody(body.size(), body.truncated(), text(text), body.base64(), body.blob());
    }

    private @Nullable String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private static String escaped(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }

    private static String replace(String text, List<String> secrets) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
