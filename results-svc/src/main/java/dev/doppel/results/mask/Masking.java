package dev.doppel.results.mask;

import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.matching.form.ContentCoding;
import dev.doppel.platform.mask.SecretText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes secrets out of what is stored and passed on (definition spec 9.1): headers and query parameters whose names say that they carry one,
 * and values known to be secret wherever they stand as text, in bodies also after decoding their content encoding. Immutable.
 */
public final class Masking {
    /** What stands instead of a secret. */
    public static final String MASK = SecretText.MASK;

    /** Most decoded bytes that are looked at. */
    private static final int MOST_DECODED = 10 << 20;

    private static final Set<String> HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "cookie2", "set-cookie2");
    private static final Set<String> WORDS =
            Set.of("token", "secret", "password", "passwd", "apikey", "accesskey", "credential", "credentials");
    private static final Set<String> BEFORE_KEY = Set.of("api", "access", "auth", "secret", "private", "subscription");

    private final SecretText secrets;

    /** @param secretValues values known to be secret, in clear */
    public Masking(Collection<String> secretValues) {
        this.secrets = new SecretText(secretValues);
    }

    /** Text without known values, whether they stand as they are or inside JSON. */
    public String text(String text) {
        return secrets.text(text);
    }

    /** A JSON document without known values; still JSON. */
    public String json(String json) {
        return secrets.json(json);
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

    /** The whole exchange. A body that held a secret under its content encoding is recorded decoded, and the header goes. */
    public Exchange exchange(Exchange exchange) {
        CapturedRequest request = exchange.request();
        CapturedResponse response = exchange.response();
        MaskedBody sent = body(request.body(), request.headers());
        MaskedBody received = response == null ? null : body(response.body(), response.headers());
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
                        headers(sent.headers()),
                        sent.body()),
                response == null || received == null
                        ? null
                        : new CapturedResponse(response.status(), headers(received.headers()), received.body()),
                exchange.receivedAt(),
                exchange.durationMicros(),
                exchange.answeredBy(),
                exchange.answerer(),
                exchange.delivered(),
                secrets.orNull(exchange.error()),
                exchange.stepRequestId(),
                exchange.tiedWith(),
                exchange.nearMisses().stream()
                        .map(miss -> new NearMiss(miss.mock(), text(miss.reason())))
                        .toList());
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

    private record MaskedBody(CapturedBody body, Map<String, List<String>> headers) {}

    private MaskedBody body(CapturedBody body, Map<String, List<String>> headers) {
        byte[] bytes = body.bytes();
        if (secrets.none() || bytes == null || bytes.length == 0) {
            return new MaskedBody(body, headers);
        }
        List<String> coding = headers.getOrDefault("content-encoding", List.of());
        byte[] plain = coding.isEmpty()
                ? bytes
                : ContentCoding.decode(bytes, String.join(", ", coding), MOST_DECODED)
                        .bytes();
        byte[] masked = secrets.bytes(plain);
        if (masked == plain) {
            return new MaskedBody(body, headers);
        }
        if (coding.isEmpty()) {
            return new MaskedBody(body.with(masked), headers);
        }
        Map<String, List<String>> without = new TreeMap<>(headers);
        without.remove("content-encoding");
        return new MaskedBody(body.with(masked), without);
    }
}
