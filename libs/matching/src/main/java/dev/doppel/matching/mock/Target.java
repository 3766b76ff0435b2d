package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The target of a mock (spec 4.2). Immutable.
 *
 * @param form how the host is compared
 * @param host lower case; for {@code SUFFIX} what follows {@code *.}; empty for {@code ANY}
 * @param port 0 = any
 * @param warnings what was tolerated, for validation
 */
public record Target(Form form, String host, int port, List<String> warnings) {
    /** In the order of specificity, best first. */
    public enum Form {
        EXACT,
        SUFFIX,
        ANY
    }

    public Target {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a target; a scheme and a trailing slash are dropped with a warning.
     *
     * @throws MockSyntaxException for an empty one, a path in it, a bad port, a {@code *} elsewhere than alone or as first label
     */
    public static Target parse(String text) {
        String rest = text.strip();
        List<String> warnings = new ArrayList<>();
        int scheme = rest.indexOf("://");
        if (scheme >= 0) {
            rest = rest.substring(scheme + 3);
            warnings.add("the scheme in target \"" + text + "\" is ignored: a mock answers HTTP and HTTPS alike");
        }
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
            warnings.add("the slash at the end of target \"" + text + "\" is ignored");
        }
        if (rest.indexOf('/') >= 0) {
            throw new MockSyntaxException("target \"" + text + "\" holds a path; write the host here and \""
                    + rest.substring(rest.indexOf('/')) + "\" in mockPath");
        }
        if (rest.isEmpty()) {
            throw new MockSyntaxException("a target is a host such as api.example.com, *.example.com or *");
        }
        int colon = rest.startsWith("[") ? rest.indexOf(':', rest.indexOf(']') + 1) : rest.indexOf(':');
        int port = colon < 0 || colon != rest.lastIndexOf(':') ? 0 : port(text, rest.substring(colon + 1));
        String host = normalHost(port == 0 ? rest : rest.substring(0, colon));
        if (host.equals("*")) {
            return new Target(Form.ANY, "", port, warnings);
        }
        boolean suffix = host.startsWith("*.") && host.length() > 2;
        String literal = suffix ? host.substring(2) : host;
        if (literal.indexOf('*') >= 0 || literal.isEmpty() || literal.indexOf(' ') >= 0) {
            throw new MockSyntaxException(
                    "target \"" + text + "\": a * stands alone or as the first label, such as *.example.com");
        }
        return new Target(suffix ? Form.SUFFIX : Form.EXACT, literal, port, warnings);
    }

    /** A host for comparison: lower case, without the dot at the end and without brackets. */
    static String normalHost(String host) {
        String normal = host.toLowerCase(Locale.ROOT);
        if (normal.length() > 1 && normal.endsWith(".")) {
            normal = normal.substring(0, normal.length() - 1);
        }
        return normal.startsWith("[") && normal.endsWith("]") ? normal.substring(1, normal.length() - 1) : normal;
    }

    /** Points of specificity (spec 4.6, row 2). */
    int points() {
        return switch (form) {
            case EXACT -> 2;
            case SUFFIX -> 1;
            case ANY -> 0;
        };
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw new MockSyntaxException(
                "target \"" + text + "\": a port is a number from 1 to 65535, not \"" + digits + "\"");
    }
}
