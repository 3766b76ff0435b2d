package dev.doppel.twin.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from plain values: {@code LinkedHashMap}, {@code ArrayList}, {@code String}, {@code Long}, {@code BigInteger},
 * {@code Double}, {@code BigDecimal}, {@code Boolean}, {@code null}. Integers stay integers and nothing loses precision.
 * Key order is kept. Thread-safe.
 */
public final class Json {
    /** Deepest nesting accepted when reading. */
    public static final int MAX_DEPTH = 256;

    private static final int MAX_NODES = 8_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(32 * 1024 * 1024)
                    .maxNumberLength(1_000)
                    .maxNameLength(65_536)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** Reads one JSON document; trailing content, too deep nesting and invalid text are {@link ValueSyntaxException}s. */
    public static @Nullable Object parse(byte[] utf8) {
        return read(utf8, false);
    }

    /** As {@link #parse(byte[])}. */
    public static @Nullable Object parse(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** As {@link #parse(byte[])}, refusing duplicate keys in one object. */
    public static @Nullable Object parseStrict(byte[] utf8) {
        return read(utf8, true);
    }

    private static @Nullable Object read(byte[] utf8, boolean strict) {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            if (parser.nextToken() == null) {
                throw new ValueSyntaxException("the document is empty", 1, 1);
            }
            Object value = readValue(parser, new int[] {0}, strict);
            if (parser.nextToken() != null) {
                throw at(parser, "more text after the end of the JSON document");
            }
            return value;
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw new ValueSyntaxException(
                    "not valid JSON: " + e.getOriginalMessage(),
                    where == null ? 0 : where.getLineNr(),
                    where == null ? 0 : where.getColumnNr());
        } catch (IOException e) {
            throw new ValueSyntaxException("not readable as JSON: " + e.getMessage(), 0, 0);
        }
    }

    private static ValueSyntaxException at(JsonParser parser, String message) {
        var where = parser.currentTokenLocation();
        return new ValueSyntaxException(message, where.getLineNr(), where.getColumnNr());
    }

    private static @Nullable Object readValue(JsonParser p, int[] nodes, boolean strict) throws IOException {
        if (++nodes[0] > MAX_NODES) {
            throw at(p, "the document has more than " + MAX_NODES + " nodes");
        }
        switch (p.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (p.nextToken() != JsonToken.END_OBJECT) {
                    String key = p.currentName();
                    if (strict && map.containsKey(key)) {
                        throw at(p, "the key \"" + key + "\" stands twice in one object");
                    }
                    p.nextToken();
                    map.put(key, readValue(p, nodes, strict));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (p.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(p, nodes, strict));
                }
                return list;
            }
            case VALUE_STRING -> {
                return p.getText();
            }
            case VALUE_NUMBER_INT -> {
                return switch (p.getNumberType()) {
                    case INT, LONG -> p.getLongValue();
                    default -> p.getBigIntegerValue();
                };
            }
            case VALUE_NUMBER_FLOAT -> {
                return Numbers.decimal(p.getText());
            }
            case VALUE_TRUE -> {
                return Boolean.TRUE;
            }
            case VALUE_FALSE -> {
                return Boolean.FALSE;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> throw at(p, "unexpected token " + p.currentToken());
        }
    }

    /** Compact JSON, UTF-8, no HTML escaping. */
    public static byte[] bytes(@Nullable Object value) {
        return write(value, false);
    }

    /** Compact JSON text. */
    public static String text(@Nullable Object value) {
        return new String(write(value, false), StandardCharsets.UTF_8);
    }

    /** Indented JSON, for people. */
    public static byte[] pretty(@Nullable Object value) {
        return write(value, true);
    }

    private static byte[] write(@Nullable Object value, boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator g = FACTORY.createGenerator(out)) {
            if (pretty) {
                var printer = new DefaultPrettyPrinter();
                printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
                g.setPrettyPrinter(printer);
            }
            writeValue(g, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void writeValue(JsonGenerator g, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> g.writeNull();
            case String s -> g.writeString(s);
            case Boolean b -> g.writeBoolean(b);
            case Long n -> g.writeNumber(n);
            case Integer n -> g.writeNumber(n);
            case BigInteger n -> g.writeNumber(n);
            case BigDecimal n -> g.writeNumber(n);
            case Double d when !Double.isFinite(d) -> g.writeNull();
            case Double d -> g.writeNumber(d);
            case Number n -> g.writeNumber(n.doubleValue());
            case Map<?, ?> map -> {
                g.writeStartObject();
                for (var e : map.entrySet()) {
                    g.writeFieldName(String.valueOf(e.getKey()));
                    writeValue(g, e.getValue());
                }
                g.writeEndObject();
            }
            case Iterable<?> items -> {
                g.writeStartArray();
                for (Object item : items) {
                    writeValue(g, item);
                }
                g.writeEndArray();
            }
            default -> g.writeString(value.toString());
        }
    }
}
