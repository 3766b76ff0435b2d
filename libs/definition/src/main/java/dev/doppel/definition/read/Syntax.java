package dev.doppel.definition.read;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small grammars: names, paths, regular expressions, run-time expressions. Everything here answers with a complaint or nothing. */
final class Syntax {
    /** Names an item may be found under; the first part of root paths (spec 7.2). */
    static final List<String> ROOT_KEYS = List.of(
            "request",
            "response",
            "responseTime",
            "variables",
            "traffic",
            "consoleLogs",
            "dbLogs",
            "messageLogs",
            "timeline",
            "match",
            "matches",
            "lastMatch",
            "allTraffic",
            "allConsoleLogs",
            "allDbLogs",
            "allMessageLogs",
            "bootTraffic",
            "twin",
            "data",
            "success",
            "rowsAffected",
            "error",
            "extracted",
            "body",
            "headers",
            "status",
            "statusCode",
            "duration",
            "origin",
            "target",
            "timestamp");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DECIMAL_INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{[^{}]*\\}\\}");
    private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,9}");

    private Syntax() {}

    /** {@code ^\w+$} */
    static boolean isWord(String text) {
        return WORD.matches(text);
    }

    static boolean isLabel(String text) {
        return text.length() <= 63 && LABEL.matches(text);
    }

    static boolean isDecimalInteger(String text) {
        return DECIMAL_INTEGER.matches(text);
    }

    /** Whether a text has any run-time expression, so that its value is not known yet. */
    static boolean dynamic(String text) {
        return text.contains("{{");
    }

    /** Whether a text is exactly one run-time expression. */
    static boolean isExpression(String text) {
        return EXPRESSION.matches(text.strip());
    }

    /** What is wrong with a regular expression, with the engine that will execute it. */
    static Optional<String> regexComplaint(String regex) {
        if (regex.length() > 10_000) {
            return Optional.of("it has more than 10000 characters");
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException invalid) {
            return Optional.of(Show.shorten(invalid.getDescription() + ": " + invalid.getPattern()));
        }
    }

    /** A complaint about a path of an assertion or extract, either generation. */
    static @Nullable String pathComplaint(String path) {
        if (path.isEmpty()) {
            return "the path is empty";
        }
        if (path.startsWith("$$")) {
            return "'$$' stands for an element and is only known inside 'where'; begin with '$.' here";
        }
        if (path.startsWith("$")) {
            return path.equals("$") ? null : rootComplaint(path);
        }
        return segmentsComplaint(path, path);
    }

    /** A complaint about a path that must be of the new generation. */
    static @Nullable String newPathComplaint(String path) {
        if (path.startsWith("$") && !path.startsWith("$$")) {
            return path.equals("$") ? null : rootComplaint(path);
        }
        return path.startsWith("$$")
                ? "'$$' stands for an element and is only known inside 'where'; begin with '$.' here"
                : "the path must begin with '$.'; perhaps '$." + Show.shorten(path) + "'";
    }

    /** A complaint about a path inside {@code where}. */
    static @Nullable String elementPathComplaint(String path) {
        if (path.equals("$$")) {
            return null;
        }
        if (path.startsWith("$$.") || path.startsWith("$$[")) {
            return segmentsComplaint(path.charAt(2) == '.' ? path.substring(3) : path.substring(2), path);
        }
        String bare = path.startsWith("$.") ? path.substring(2) : path;
        return "inside 'where' a path begins with '$$.'; perhaps '$$." + Show.shorten(bare) + "'";
    }

    private static @Nullable String rootComplaint(String path) {
        if (path.startsWith("$.") || path.startsWith("$[")) {
            return segmentsComplaint(path.charAt(1) == '.' ? path.substring(2) : path.substring(1), path);
        }
        return "a path begins with '$.'; perhaps '$." + Show.shorten(path.substring(1)) + "'";
    }

    private static @Nullable String segmentsComplaint(String rest, String path) {
        if (rest.contains("..")) {
            return "'..' is not supported in '" + Show.shorten(path) + "'; name each level, or use match.where to search";
        }
        int i = 0;
        boolean nameAllowed = true;
        while (i < rest.length()) {
            char c = rest.charAt(i);
            if (c == '[') {
                int end = bracketEnd(rest, i);
                if (end < 0) {
                    return "'[' is never closed in '" + Show.shorten(path) + "'";
                }
                String inner = rest.substring(i + 1, end);
                if (!INDEX.matches(inner) && !quoted(inner)) {
                    return "[" + Show.shorten(inner) + "] is not an index in '" + Show.shorten(path)
                            + "'; use [n], [-1] or [\"key\"], and match.where to filter";
                }
                i = end + 1;
                nameAllowed = false;
            } else if (c == '.') {
                if (i + 1 >= rest.length() || nameAllowed) {
                    return "a name is missing at a '.' in '" + Show.shorten(path) + "'";
                }
                i++;
                nameAllowed = true;
            } else if (!nameAllowed || c == ']' || c == '*') {
                return "'" + c + "' is not expected in '" + Show.shorten(path) + "'";
            } else {
                while (i < rest.length() && ".[]*".indexOf(rest.charAt(i)) < 0) {
                    i++;
                }
                nameAllowed = false;
            }
        }
        return rest.isEmpty() ? "a name is missing after '" + Show.shorten(path) + "'" : null;
    }

    private static int bracketEnd(String text, int open) {
        if (open + 1 < text.length() && (text.charAt(open + 1) == '"' || text.charAt(open + 1) == '\'')) {
            int quote = text.indexOf(text.charAt(open + 1) + "]", open + 2);
            return quote < 0 ? -1 : quote + 1;
        }
        return text.indexOf(']', open);
    }

    private static boolean quoted(String inner) {
        return inner.length() > 2 && (inner.charAt(0) == '"' || inner.charAt(0) == '\'');
    }

    /** The first name of a root path that no root document has; null when all is well. */
    static @Nullable String unknownRoot(String path) {
        if (!path.startsWith("$.")) {
            return null;
        }
        int end = 2;
        while (end < path.length() && ".[".indexOf(path.charAt(end)) < 0) {
            end++;
        }
        String first = path.substring(2, end);
        return ROOT_KEYS.stream().anyMatch(first::equalsIgnoreCase) ? null : first;
    }
}
