package dev.doppel.twin.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query string or a form as decoded pairs in the order sent. Immutable. */
public final class Query {
    /** One decoded pair. */
    public record Pair(String name, String value) {}

    public static final Query EMPTY = new Query(List.of());

    private static final int MAX_PAIRS = 20_000;

    private final List<Pair> pairs;

    private Query(List<Pair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    /** Decodes {@code a=b&c=d}: percent sequences and plus signs, malformed sequences kept literally. At most 20 000 pairs. */
    public static Query parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        List<Pair> pairs = new ArrayList<>();
        int from = 0;
        while (from <= raw.length() && pairs.size() < MAX_PAIRS) {
            int end = raw.indexOf('&', from);
            if (end < 0) {
                end = raw.length();
            }
            if (end > from) {
                int eq = raw.indexOf('=', from);
                String name = eq < 0 || eq > end ? raw.substring(from, end) : raw.substring(from, eq);
                String value = eq < 0 || eq > end ? "" : raw.substring(eq + 1, end);
                pairs.add(new Pair(decode(name, true), decode(value, true)));
            }
            from = end + 1;
        }
        return new Query(pairs);
    }

    public List<Pair> pairs() {
        return pairs;
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** The first value of a name, or null. */
    public @Nullable String first(String name) {
        for (Pair pair : pairs) {
            if (pair.name().equals(name)) {
                return pair.value();
            }
        }
        return null;
    }

    /** Percent-decodes UTF-8; a plus sign becomes a space when {@code plus}. */
    public static String decode(String text, boolean plus) {
        if (text.indexOf('%') < 0 && (!plus || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < bytes.length) {
                int hi = Character.digit(bytes[i + 1], 16);
                int lo = Character.digit(bytes[i + 2], 16);
                if (hi >= 0 && lo >= 0) {
                    out.write(hi * 16 + lo);
                    i += 2;
                    continue;
                }
            }
            out.write(plus && b == '+' ? ' ' : b);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Percent-encodes everything but unreserved characters. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
                out.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toString();
    }
}
