package dev.doppel.twin.convert;

import dev.doppel.twin.value.Decoded;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import dev.doppel.twin.value.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats that can be imported, and how they are told apart (spec 1.3). */
public enum Format {
    OPENAPI,
    MOCKD,
    POSTMAN,
    HAR,
    WIREMOCK,
    CURL,
    WSDL,
    MOCKOON;

    private static final List<String> MOCKD_KEYS =
            List.of("tables", "imports", "customOperations", "statefulResources");

    /** By a word of a configuration, or null. */
    public static @Nullable Format of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "openapi", "swagger", "oas" -> OPENAPI;
            case "mockd", "native", "json", "yaml", "yml" -> MOCKD;
            case "postman" -> POSTMAN;
            case "har" -> HAR;
            case "wiremock" -> WIREMOCK;
            case "curl" -> CURL;
            case "wsdl" -> WSDL;
            case "mockoon" -> MOCKOON;
            default -> null;
        };
    }

    /** By name and content; an {@link IOException} says what was expected. */
    public static Format detect(String name, byte[] bytes) throws IOException {
        String head = Decoded.start(bytes, 4_000).strip();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".curl") || command(head)) {
            return CURL;
        }
        if (lower.endsWith(".wsdl")
                || head.startsWith("<") && (head.contains("definitions") || head.contains(":description"))) {
            return WSDL;
        }
        if (lower.endsWith(".har")) {
            return HAR;
        }
        Format quick = quick(head);
        if (quick != null) {
            return quick;
        }
        Object value;
        try {
            value = head.startsWith("{") || head.startsWith("[")
                    ? Json.parse(Decoded.text(bytes))
                    : Yaml.parse(Decoded.text(bytes));
        } catch (ValueSyntaxException e) {
            throw new IOException(e.getMessage());
        }
        Format format = inspect(value);
        if (format == null) {
            throw new IOException(
                    "the format is not recognised; say format: openapi, mockd, postman, har, wiremock, curl, wsdl or mockoon");
        }
        return format;
    }

    /** A shell text whose first line that is no comment calls curl. */
    private static boolean command(String head) {
        return head.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("")
                .startsWith("curl ");
    }

    /** OpenAPI documents usually say so at once: saves reading large ones twice. */
    private static @Nullable Format quick(String head) {
        String start = head.substring(0, Math.min(head.length(), 200));
        return start.contains("\"openapi\"")
                        || start.startsWith("openapi:")
                        || start.contains("\"swagger\"")
                        || start.startsWith("swagger:")
                ? OPENAPI
                : null;
    }

    private static @Nullable Format inspect(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() || !wiremock(Values.map(list.getFirst())) ? null : WIREMOCK;
        }
        Map<String, Object> map = Values.map(value);
        if (map == null) {
            return null;
        }
        if (map.containsKey("openapi") || map.containsKey("swagger")) {
            return OPENAPI;
        }
        if ("MockCollection".equals(map.get("kind"))
                || map.containsKey("mocks")
                || map.containsKey("version") && MOCKD_KEYS.stream().anyMatch(map::containsKey)
                || map.containsKey("matcher")) {
            return MOCKD;
        }
        if (map.containsKey("log")) {
            return HAR;
        }
        if (map.containsKey("info") && map.containsKey("item")) {
            return POSTMAN;
        }
        if (map.containsKey("routes") && (map.containsKey("endpointPrefix") || map.containsKey("port"))) {
            return MOCKOON;
        }
        List<Object> mappings = Values.listOrEmpty(map.get("mappings"));
        return wiremock(map) || !mappings.isEmpty() && wiremock(Values.map(mappings.getFirst())) ? WIREMOCK : null;
    }

    private static boolean wiremock(@Nullable Map<String, Object> map) {
        return map != null && map.containsKey("request") && map.containsKey("response");
    }
}
