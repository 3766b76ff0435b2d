package dev.doppel.runner.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a step's url leads (spec 5.3). Immutable.
 *
 * @param scheme as written, lower case; null when not written
 * @param host lower case
 * @param port null when not written
 * @param path begins with {@code /}, percent-encoded where needed
 * @param query without {@code ?}; empty for none
 */
public record Target(
        @Nullable String scheme, String host, @Nullable Integer port, String path, String query) {

    /** Reads {@code service/path}, {@code service:port/path}, {@code http://host/path} and the like. */
    public static Target parse(String url) throws BadCall {
        String rest = url.strip();
        String scheme = null;
        int colon = rest.indexOf("://");
        int cut = firstOf(rest, "/?#");
        if (colon > 0 && colon < cut) {
            scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new BadCall("url '" + url + "' has the scheme '" + scheme + "'; use http, https or none");
            }
            rest = rest.substring(colon + 3);
        }
        cut = firstOf(rest, "/?#");
        String authority = rest.substring(0, cut);
        String tail = rest.substring(cut);
        int hash = tail.indexOf('#');
        if (hash >= 0) {
            tail = tail.substring(0, hash);
        }
        int mark = tail.indexOf('?');
        String path = mark < 0 ? tail : tail.substring(0, mark);
        String query = mark < 0 ? "" : tail.substring(mark + 1);
        int portAt = authority.startsWith("[") ? authority.indexOf("]:") + 1 : authority.lastIndexOf(':');
        Integer port = null;
        if (portAt > 0) {
            port = port(url, authority.substring(portAt + 1));
            authority = authority.substring(0, portAt);
        }
        String host = authority.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !legal(host)) {
            throw new BadCall("url '" + url + "' names no host; write service/path or https://host/path");
        }
        return new Target(scheme, host, port, path.isEmpty() ? "/" : encode(path), encode(query));
    }

    private static Integer port(String url, String text) throws BadCall {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadCall("url '" + url + "' has the port '" + text + "'; a port is a number from 1 to 65535");
    }

    private static int firstOf(String text, String any) {
        for (int i = 0; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean legal(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-._[]:".indexOf(c) >= 0;
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    /** Escapes what may not stand in a request line; escapes that are there stay. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            if (c == '%' && !(i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2]))) {
                out.append("%25");
            } else if (c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0) {
                out.append((char) c);
            } else {
                escape(out, c);
            }
        }
        return out.toString();
    }

    /** Escapes everything but unreserved characters: for keys and values of queries and forms. */
    static String encodeComponent(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
            if (plain) {
                out.append((char) c);
            } else {
                escape(out, c);
            }
        }
        return out.toString();
    }

    private static void escape(StringBuilder out, int c) {
        out.append('%')
                .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
    }

    private static boolean hex(byte c) {
        return Character.digit((char) c, 16) >= 0;
    }
}
