package dev.doppel.twin.record;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in text: what was learned or configured, in plain, percent-encoded or base64 form; known forms; card numbers; values beside a
 * telling name; and all of these inside percent-encoding, base64 and JSON that the text holds, three layers deep. Confined to one exchange.
 */
final class SecretText {
    private static final int MAX_LAYERS = 3;
    private static final int MAX_UNPACKED = 4 * 1024 * 1024;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}={0,2}");
    private static final Pattern CARD = Pattern.compile("[0-9](?:[ +-]?[0-9]){12,18}");
    private static final Pattern NAMED = Pattern.compile(
            "([A-Za-z][A-Za-z0-9_.-]{1,60})(\\\\?[\"']?\\s{0,3}[=:]\\s{0,3}\\\\?[\"']?)([^\\s\"'&;,<>\\\\{}\\[\\]()]{2,})");
    private static final Pattern PERCENT = Pattern.compile("[^\\s&=;\"'<>,{}%]*%[0-9A-Fa-f]{2}[^\\s&=;\"'<>,{}]*");
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z_][A-Za-z0-9_.:-]{0,80})([^<>]*)>([^<]+)<");

    private final Redaction rules;
    private final Set<String> learned;

    SecretText(Redaction rules, Set<String> learned) {
        this.rules = rules;
        this.learned = learned;
    }

    /** The text without its secrets. */
    String clean(String text) {
        return clean(text, 0);
    }

    private String clean(String text, int layer) {
        if (text.length() < 2) {
            return text;
        }
        String now = known(text);
        now = json(now, layer);
        for (Pattern pattern : rules.patterns()) {
            now = pattern.matcher(now).replaceAll(Redaction.MARK);
        }
        now = cards(now);
        now = named(now);
        now = elements(now);
        now = encoded(now, layer);
        return packed(now, layer);
    }

    /** Literal secrets, in the encodings that a text can hold them in. */
    private String known(String text) {
        String now = text;
        for (List<String> group : List.of(rules.values(), List.copyOf(learned))) {
            for (String secret : group) {
                now = now.replace(secret, Redaction.MARK);
                String percent = Query.encode(secret);
                if (!percent.equals(secret)) {
                    now = now.replace(percent, Redaction.MARK);
                    now = now.replace(percent.replace("%20", "+"), Redaction.MARK);
                }
            }
        }
        return now;
    }

    /** JSON written inside a text. */
    private String json(String text, int layer) {
        String bare = text.strip();
        if (layer >= MAX_LAYERS
                || !(bare.startsWith("{") && bare.endsWith("}") || bare.startsWith("[") && bare.endsWith("]"))) {
            return text;
        }
        try {
            Object value = Json.parse(bare);
            SecretValues walk = new SecretValues(rules, learned, t -> clean(t, layer + 1));
            Object cleaned = walk.clean(value);
            return walk.changed() ? Json.text(cleaned) : text;
        } catch (ValueSyntaxException e) {
            return text;
        }
    }

    private static String cards(String text) {
        Matcher m = CARD.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (m.find()) {
            boolean inNumber = m.start() > 0 && digit(text.charAt(m.start() - 1))
                    || m.end() < text.length() && digit(text.charAt(m.end()));
            if (!inNumber && luhn(m.group())) {
                out.append(text, at, m.start()).append(Redaction.MARK);
                at = m.end();
            }
        }
        return at == 0 ? text : out.append(text, at, text.length()).toString();
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The check digit that card numbers carry; not for a row of zeros. */
    static boolean luhn(String text) {
        int sum = 0;
        int n = 0;
        boolean any = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (digit(c)) {
                int d = c - '0';
                any |= d != 0;
                sum += n % 2 == 1 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d;
                n++;
            }
        }
        return any && n >= 13 && n <= 19 && sum % 10 == 0;
    }

    /** {@code name=value} and {@code name: value} in running text. */
    private String named(String text) {
        Matcher m = NAMED.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        int from = 0;
        while (m.find(from)) {
            boolean secret = rules.secret(m.group(1)) && !m.group(3).startsWith(Redaction.MARK.substring(1));
            if (secret) {
                learn(m.group(3));
                out.append(text, at, m.start(3)).append(Redaction.MARK);
                at = m.end(3);
            }
            from = secret ? m.end(3) : m.start(3);
        }
        return at == 0 ? text : out.append(text, at, text.length()).toString();
    }

    /** Percent-encoded words, also where nothing says that the text is a form or a URL. */
    private String encoded(String text, int layer) {
        if (layer >= MAX_LAYERS || text.indexOf('%') < 0) {
            return text;
        }
        Matcher m = PERCENT.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (m.find()) {
            String plain = Query.decode(m.group(), true);
            String cleaned = plain.equals(m.group()) ? plain : clean(plain, layer + 1);
            if (!cleaned.equals(plain)) {
                out.append(text, at, m.start()).append(Query.encode(cleaned));
                at = m.end();
            }
        }
        return at == 0 ? text : out.append(text, at, text.length()).toString();
    }

    private String elements(String text) {
        if (text.indexOf('<') < 0) {
            return text;
        }
        Matcher m = ELEMENT.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        int from = 0;
        while (m.find(from)) {
            from = m.end() - 1;
            String name = m.group(1).substring(m.group(1).indexOf(':') + 1);
            if (rules.secret(name) && !m.group(3).isBlank()) {
                learn(m.group(3).strip());
                out.append(text, at, m.start(3)).append(Redaction.MARK);
                at = m.end(3);
            }
        }
        return at == 0 ? text : out.append(text, at, text.length()).toString();
    }

    private void learn(String secret) {
        Learned.add(learned, secret);
    }

    /** Base64 of text, or of gzip of text. */
    private String packed(String text, int layer) {
        if (layer >= MAX_LAYERS) {
            return text;
        }
        Matcher m = BASE64.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (m.find()) {
            String token = m.group();
            String inner = unpack(token);
            if (inner == null) {
                continue;
            }
            String cleaned = clean(inner, layer + 1);
            if (!cleaned.equals(inner)) {
                out.append(text, at, m.start());
                out.append(Base64.getEncoder().encodeToString(cleaned.getBytes(StandardCharsets.UTF_8)));
                at = m.end();
            }
        }
        return at == 0 ? text : out.append(text, at, text.length()).toString();
    }

    private static @Nullable String unpack(String token) {
        try {
            String plain = token.replace('-', '+').replace('_', '/');
            while (plain.endsWith("=")) {
                plain = plain.substring(0, plain.length() - 1);
            }
            byte[] bytes = Base64.getDecoder().decode(plain.length() % 4 == 1 ? plain.substring(1) : plain);
            if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    bytes = in.readNBytes(MAX_UNPACKED);
                }
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean readable = text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
            return readable && text.length() > 3 ? text : null;
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }
}
