package dev.doppel.matching.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;

/**
 * JSON text to nodes and back, keeping every digit: fractions become exact decimals, never binary floats. Nesting and number
 * length are bounded, so hostile text fails instead of exhausting memory. Thread-safe.
 */
public final class Json {
    /** Deepest nesting that is read; deeper text counts as not JSON. */
    public static final int MAX_DEPTH = 256;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(1000)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** The factory for nodes made by this library. */
    public static JsonNodeFactory nodes() {
        return JsonNodeFactory.instance;
    }

    /** The whole text as one JSON value, or empty when it is not exactly one (blank text included). */
    public static Optional<JsonNode> tryParse(byte[] utf8) {
        try {
            JsonNode node = MAPPER.readTree(utf8);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #tryParse(byte[])}, for text. */
    public static Optional<JsonNode> tryParse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Compact text: no blanks outside strings, keys in their order, neither non-ASCII nor {@code /} escaped (spec 4.4).
     *
     * @throws IllegalArgumentException when the node cannot be written (an embedded object that is no JSON)
     */
    public static String compact(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a node that is no JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * JSON text written anew without reading it into a tree, so that keys, their order and the spelling of numbers stay.
     *
     * @param blanks whether one blank follows each {@code :} and {@code ,}; otherwise there are none outside strings
     * @return empty when the bytes are not exactly one JSON value
     */
    public static Optional<String> rewrite(byte[] utf8, boolean blanks) {
        StringBuilder out = new StringBuilder(utf8.length);
        String separator = blanks ? ", " : ",";
        try (JsonParser parser = MAPPER.createParser(utf8)) {
            int depth = 0;
            boolean any = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (any && depth == 0) {
                    return Optional.empty();
                }
                any = true;
                if (token.isStructEnd()) {
                    depth--;
                    out.append(token.asString());
                    continue;
                }
                char before = out.isEmpty() ? '{' : out.charAt(out.length() - 1);
                boolean first = before == '{' || before == '[' || before == ':' || (blanks && before == ' ');
                if (!first) {
                    out.append(separator);
                }
                switch (token) {
                    case FIELD_NAME -> quote(out, parser.currentName()).append(blanks ? ": " : ":");
                    case VALUE_STRING -> quote(out, parser.getText());
                    case START_OBJECT, START_ARRAY -> {
                        depth++;
                        out.append(token.asString());
                    }
                    default -> out.append(parser.getText());
                }
            }
            return any && depth == 0 ? Optional.of(out.toString()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"');
    }
}
