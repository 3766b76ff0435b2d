package dev.doppel.twin.record;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into recordings without secrets. Everything is cleaned before it leaves {@link #capture}; what cannot be looked into (an
 * unknown content encoding, a body of more than 4 MiB, binary content in which a secret was met) is not kept at all. A text that was a secret
 * in one place is removed in all others, also in later exchanges. Thread-safe; takes a few milliseconds for a large body, so not for event
 * loops.
 */
public final class Recorder {
    private static final Set<String> DROPPED = Set.of(
            "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer");

    private final Redaction rules;
    private final Set<String> learned = Learned.none();

    public Recorder(Redaction rules) {
        this.rules = rules;
    }

    /** The exchange without its secrets; nothing of it is kept but what {@link #learned} needs in memory. */
    public synchronized Recording capture(Exchange exchange) {
        once(exchange);
        return once(exchange);
    }

    /** The first time teaches which texts are secrets, the second removes them wherever they stand. */
    private Recording once(Exchange exchange) {
        TwinRequest request = exchange.request();
        SecretText text = new SecretText(rules, learned);
        Body sent = Body.read(request.body(), request.headers(), exchange.way().requestCut());
        Body got = Body.read(exchange.body(), exchange.headers(), exchange.way().responseCut());
        List<String> left = new ArrayList<>();
        byte[] sentBody = body(sent, request.headers(), text, "request", left);
        byte[] gotBody = body(got, exchange.headers(), text, "response", left);
        return new Recording(
                exchange.at(),
                exchange.took().toMillis(),
                exchange.host(),
                request.method(),
                path(request.rawPath(), text),
                pairs(request.rawQuery(), text),
                headers(request.headers(), text, sent.text() != null),
                sentBody,
                exchange.status(),
                headers(exchange.headers(), text, got.text() != null),
                gotBody,
                left.isEmpty() ? null : String.join("; ", left),
                exchange.way());
    }

    private Map<String, List<String>> headers(Headers headers, SecretText text, boolean isText) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        headers.asMap().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (DROPPED.contains(lower)) {
                return;
            }
            List<String> cleaned = new ArrayList<>();
            for (String value : values) {
                if (rules.secret(name)) {
                    credentials(value);
                    cleaned.add(Redaction.MARK);
                } else {
                    cleaned.add(lower.equals("content-type") && isText ? utf8(value) : text.clean(value));
                }
            }
            out.put(text.clean(name), cleaned);
        });
        return out;
    }

    /** Text is kept in UTF-8, whatever it came in. */
    private static String utf8(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        return at < 0 ? type : type.substring(0, at) + "charset=utf-8";
    }

    /** Learns what a header carries: the token behind its scheme, each cookie, both halves of Basic credentials. */
    private void credentials(String value) {
        for (String part : value.split("[;,]")) {
            String bare = part.strip();
            int space = bare.indexOf(' ');
            int eq = bare.indexOf('=');
            String token = space > 0 ? bare.substring(space + 1).strip() : eq > 0 ? bare.substring(eq + 1) : bare;
            boolean attribute = Set.of("path", "domain", "expires", "max-age", "samesite")
                    .contains(eq > 0 ? bare.substring(0, eq).toLowerCase(Locale.ROOT) : "");
            if (attribute) {
                continue;
            }
            Learned.add(learned, token);
            Learned.add(learned, Query.decode(token, false));
            if (bare.regionMatches(true, 0, "basic ", 0, 6)) {
                try {
                    String pair = new String(java.util.Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
                    Learned.add(learned, pair);
                    Learned.add(learned, pair.substring(pair.indexOf(':') + 1));
                } catch (IllegalArgumentException e) {
                    // no credentials then: the header's value is gone either way
                    continue;
                }
            }
        }
    }

    private String path(String raw, SecretText text) {
        StringBuilder out = new StringBuilder();
        for (String segment : raw.split("/", -1)) {
            String plain = Query.decode(segment, false);
            String cleaned = text.clean(plain);
            out.append(out.isEmpty() && segment.isEmpty() ? "" : "/");
            out.append(cleaned.equals(plain) ? segment : Query.encode(cleaned));
        }
        String whole = out.toString();
        return whole.startsWith("/") ? whole : "/" + whole;
    }

    /** Query strings and forms, order kept. */
    private String pairs(String raw, SecretText text) {
        List<String> out = new ArrayList<>();
        for (String part : raw.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int eq = part.indexOf('=');
            String name = Query.decode(eq < 0 ? part : part.substring(0, eq), true);
            String value = eq < 0 ? "" : Query.decode(part.substring(eq + 1), true);
            String cleanName = text.clean(name);
            String cleanValue = text.clean(value);
            if (rules.secret(name) && !value.isEmpty()) {
                Learned.add(learned, value);
                cleanValue = Redaction.MARK;
            }
            boolean same = cleanName.equals(name) && cleanValue.equals(value);
            out.add(same ? part : Query.encode(cleanName) + (eq < 0 ? "" : "=" + Query.encode(cleanValue)));
        }
        return String.join("&", out);
    }

    private byte[] body(Body body, Headers headers, SecretText text, String which, List<String> left) {
        if (body.left() != null) {
            left.add(which + ": " + body.left());
            return body.bytes();
        }
        String type = String.valueOf(headers.first("Content-Type")).toLowerCase(Locale.ROOT);
        if (body.text() == null || type.startsWith("multipart/")) {
            return binary(body, type, text, which, left);
        }
        String source = body.text();
        String cleaned =
                type.startsWith("application/x-www-form-urlencoded") ? pairs(source, text) : structured(source, text);
        return cleaned.getBytes(StandardCharsets.UTF_8);
    }

    private String structured(String source, SecretText text) {
        Object value;
        try {
            value = Json.parse(source);
        } catch (ValueSyntaxException e) {
            return lines(source, text);
        }
        SecretValues walk = new SecretValues(rules, learned, text::clean);
        @Nullable Object cleaned = walk.clean(value);
        return walk.changed() ? Json.text(cleaned) : source;
    }

    /** Event streams and lists of JSON lines hold JSON in each line. */
    private String lines(String source, SecretText text) {
        if (source.indexOf('\n') < 0) {
            return text.clean(source);
        }
        StringBuilder out = new StringBuilder();
        for (String line : source.split("\n", -1)) {
            String bare = line.startsWith("data:") ? line.substring(5) : line;
            boolean json = bare.strip().startsWith("{") || bare.strip().startsWith("[");
            out.append(out.isEmpty() ? "" : "\n");
            out.append(line, 0, line.length() - bare.length()).append(json ? text.clean(bare) : bare);
        }
        return text.clean(out.toString());
    }

    /** Looked through as Latin-1: where a secret is met in bytes that are no text, nothing of them is kept. */
    private byte[] binary(Body body, String type, SecretText text, String which, List<String> left) {
        String latin = new String(body.bytes(), StandardCharsets.ISO_8859_1);
        if (type.startsWith("multipart/")) {
            return new Parts(rules, learned, text).clean(latin).getBytes(StandardCharsets.ISO_8859_1);
        }
        String wide = new String(body.bytes(), StandardCharsets.UTF_16LE);
        String other = new String(body.bytes(), StandardCharsets.UTF_16BE);
        if (text.clean(latin).equals(latin)
                && text.clean(wide).equals(wide)
                && text.clean(other).equals(other)) {
            return body.bytes();
        }
        left.add(which + ": binary content with a secret in it");
        return new byte[0];
    }

    /** How many secrets are remembered, for display; never what they are. */
    public synchronized int learned() {
        return learned.size();
    }
}
