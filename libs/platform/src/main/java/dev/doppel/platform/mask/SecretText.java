package dev.doppel.platform.mask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes values known to be secret out of text: as they are, inside JSON (also JSON in JSON), percent-encoded, and as base64, wherever in
 * the encoded text they stand. Not found: values shorter than 4 characters, and what was compressed, hashed or encoded otherwise. Immutable.
 */
public final class SecretText {
    /** What stands instead of a secret. */
    public static final String MASK = "***";

    /** Nothing is secret. */
    public static final SecretText NONE = new SecretText(List.of());

    /** Shorter values would be found everywhere; they are not masked. */
    static final int SHORTEST = 4;

    private static final int SHORTEST_BASE64 = 8;

    /** Words of ours: a secret that is spelt like one must not change what a record says. */
    private static final Set<String> OUR_WORDS = Set.of(
            "action",
            "instance",
            "item",
            "kind",
            "level",
            "operator",
            "outcome",
            "phase",
            "run",
            "state",
            "stream",
            "verdict");

    private final List<String> forms;
    private final List<String> byteForms;

    /** @param values in clear */
    public SecretText(Collection<String> values) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            if (value.length() >= SHORTEST) {
                forms(value, all);
            }
        }
        this.forms = all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        this.byteForms = forms.stream()
                .map(form -> latin(form.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static void forms(String value, Set<String> all) {
        String escaped = escaped(value);
        String percent = URLEncoder.encode(value, StandardCharsets.UTF_8);
        all.addAll(List.of(value, escaped, escaped(escaped), percent, percent.replace("+", "%20")));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (offset * 8 + 5) / 6; // what comes before and after shares characters with its neighbours
            int to = shifted.length * 8 / 6;
            if (to - from >= SHORTEST_BASE64) {
                String inner = encoded.substring(from, to);
                all.add(inner);
                all.add(inner.replace('+', '-').replace('/', '_'));
            }
        }
    }

    /** True when there is nothing to look for. */
    public boolean none() {
        return forms.isEmpty();
    }

    /** The text without known values. */
    public String text(String text) {
        return replace(text, forms);
    }

    /** As {@link #text}; null stays null. */
    public @Nullable String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /** As {@link #text}, each. */
    public List<String> all(List<String> texts) {
        return none() ? texts : texts.stream().map(this::text).toList();
    }

    /** Bytes that may hold text in UTF-8 somewhere; the same array when nothing was found. */
    public byte[] bytes(byte[] bytes) {
        if (none()) {
            return bytes;
        }
        String before = latin(bytes);
        String after = replace(before, byteForms);
        return after.equals(before) ? bytes : after.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A JSON document whose text values are without known values; names, and words of our own, stay. What is no JSON is masked as text. */
    public String json(String json) {
        if (none() || text(json).equals(json)) {
            return json;
        }
        try {
            return MessageCodec.json()
                    .writeValueAsString(node("", MessageCodec.json().readTree(json)));
        } catch (JsonProcessingException e) {
            return text(json);
        }
    }

    private JsonNode node(String name, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                object.properties().forEach(entry -> entry.setValue(node(entry.getKey(), entry.getValue())));
                yield object;
            }
            case ArrayNode array -> {
                List<JsonNode> elements = new ArrayList<>();
                array.forEach(element -> elements.add(node(name, element)));
                array.removeAll();
                yield array.addAll(elements);
            }
            default ->
                node.isTextual() && !OUR_WORDS.contains(name)
                        ? JsonNodeFactory.instance.textNode(text(node.textValue()))
                        : node;
        };
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
