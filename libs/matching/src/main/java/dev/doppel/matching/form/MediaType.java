package dev.doppel.matching.form;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header value with parameters, such as {@code text/plain; charset=utf-8}; also reads {@code Content-Disposition}.
 *
 * @param type lower case, without parameters; empty when unknown
 * @param parameters by lower-case name
 */
record MediaType(String type, Map<String, String> parameters) {
    static MediaType parse(@Nullable String header) {
        if (header == null) {
            return new MediaType("", Map.of());
        }
        int semicolon = header.indexOf(';');
        String type = (semicolon < 0 ? header : header.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        int at = semicolon < 0 ? header.length() : semicolon + 1;
        while (at < header.length() && parameters.size() < 20) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at, equals).replace(";", "").strip().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = value(header, equals + 1, value);
            parameters.putIfAbsent(name, value.toString());
        }
        return new MediaType(type, Map.copyOf(parameters));
    }

    boolean isForm() {
        return type.equals("application/x-www-form-urlencoded");
    }

    Charset charset() {
        String name = parameters.get("charset");
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static int value(String header, int from, StringBuilder value) {
        int at = from;
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        if (at < header.length() && header.charAt(at) == '"') {
            at++;
            while (at < header.length() && header.charAt(at) != '"') {
                if (header.charAt(at) == '\\'
                        && at + 1 < header.length()
                        && "\\\"".indexOf(header.charAt(at + 1)) >= 0) {
                    at++;
                }
                value.append(header.charAt(at++));
            }
            at++;
            int semicolon = header.indexOf(';', Math.min(at, header.length()));
            return semicolon < 0 ? header.length() : semicolon + 1;
        }
        int semicolon = header.indexOf(';', at);
        int end = semicolon < 0 ? header.length() : semicolon;
        value.append(header.substring(at, end).strip());
        return end + 1;
    }
}
