package dev.doppel.twin.openapi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation takes and gives, with Swagger 2.0 brought into the same form.
 *
 * @param bodies request schema by media type
 * @param responses by code as declared ({@code 200}, {@code 2XX}, {@code default}), in document order
 */
public record OperationShape(
        List<Param> params,
        Map<String, Map<String, Object>> bodies,
        boolean bodyRequired,
        Map<String, Response> responses) {

    /** A parameter; {@code in} is path, query, header or cookie. */
    public record Param(
            String name, String in, boolean required, Map<String, Object> schema, String style, boolean explode) {}

    /** A response; {@code hasContent} false when it declares none. */
    public record Response(Map<String, Media> contents, Map<String, Map<String, Object>> headers) {}

    /** One media type of a response; examples by name in document order. */
    public record Media(
            @Nullable Map<String, Object> schema,
            boolean hasExample,
            @Nullable Object example,
            Map<String, Object> examples) {}

    /** The declared code that serves as success (spec 3.1). */
    public @Nullable String successCode() {
        for (String code : List.of("200", "201", "202", "204")) {
            if (responses.containsKey(code)) {
                return code;
            }
        }
        String lowest = null;
        for (String code : responses.keySet()) {
            if (code.length() == 3 && code.startsWith("2") && Character.isDigit(code.charAt(1))) {
                lowest = lowest == null || code.compareTo(lowest) < 0 ? code : lowest;
            }
        }
        if (lowest != null) {
            return lowest;
        }
        for (String code : responses.keySet()) {
            if (code.equalsIgnoreCase("2XX")) {
                return code;
            }
        }
        if (responses.containsKey("default")) {
            return "default";
        }
        return responses.keySet().stream().sorted().findFirst().orElse(null);
    }

    /** The HTTP status of a declared code. */
    public static int status(@Nullable String code) {
        if (code == null || code.equals("default")) {
            return 200;
        }
        if (code.length() == 3 && Character.isDigit(code.charAt(0))) {
            int hundreds = (code.charAt(0) - '0') * 100;
            if (Character.isDigit(code.charAt(1)) && Character.isDigit(code.charAt(2))) {
                int status = Integer.parseInt(code);
                return status >= 100 && status <= 599 ? status : 200;
            }
            return hundreds >= 100 && hundreds <= 500 ? hundreds : 200;
        }
        return 200;
    }

    /** JSON schema of the success response, or null. */
    public @Nullable Map<String, Object> successSchema() {
        String code = successCode();
        Response response = code == null ? null : responses.get(code);
        if (response == null) {
            return null;
        }
        String type = preferred(response.contents().keySet());
        Media media = type == null ? null : response.contents().get(type);
        return media == null ? null : media.schema();
    }

    /** application/json, else any +json, else the first, else null. */
    public static @Nullable String preferred(Iterable<String> types) {
        String first = null;
        String json = null;
        for (String type : types) {
            String bare = bare(type);
            if (bare.equals("application/json")) {
                return type;
            }
            if (json == null && bare.endsWith("+json")) {
                json = type;
            }
            if (first == null) {
                first = type;
            }
        }
        return json != null ? json : first;
    }

    public static String bare(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(java.util.Locale.ROOT);
    }
}
