package dev.doppel.twin.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.value.SafePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path with literal, {@code {name}}, {@code {name:regex}} and mixed segments, or one with {@code *}. Immutable. */
public final class PathTemplate {
    /** One segment; {@code pattern} null for literals and plain parameters. */
    record Segment(
            String text, List<String> names, @Nullable Pattern pattern) {
        boolean literal() {
            return names.isEmpty();
        }

        boolean plain() {
            return names.size() == 1 && pattern == null;
        }

        boolean match(String value, Map<String, String> captures) {
            if (literal()) {
                return text.equals(value);
            }
            if (pattern == null) {
                if (value.isEmpty()) {
                    return false;
                }
                captures.put(names.getFirst(), value);
                return true;
            }
            Matcher m = pattern.matcher(value);
            if (!m.matches()) {
                return false;
            }
            for (int i = 0; i < names.size(); i++) {
                captures.put(names.get(i), m.group(i + 1));
            }
            return true;
        }
    }

    private final String text;
    private final List<Segment> segments;
    private final @Nullable Pattern wildcard;
    private final int literals;
    private final String rank;

    private PathTemplate(String text, List<Segment> segments, @Nullable Pattern wildcard) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.wildcard = wildcard;
        StringBuilder kinds = new StringBuilder();
        int count = 0;
        for (Segment s : segments) {
            kinds.append(s.literal() ? '0' : s.plain() ? '2' : '1');
            count += s.literal() ? 1 : 0;
        }
        this.literals = count;
        this.rank = kinds.toString();
    }

    /** Null when a regular expression in it is not usable. */
    public static @Nullable PathTemplate parse(String text) {
        if (text.indexOf('*') >= 0 && !text.contains("{")) {
            Pattern pattern = wildcard(text);
            return pattern == null ? null : new PathTemplate(text, List.of(), pattern);
        }
        List<Segment> segments = new ArrayList<>();
        for (String part : split(text)) {
            Segment segment = segment(part);
            if (segment == null) {
                return null;
            }
            segments.add(segment);
        }
        return new PathTemplate(text, segments, null);
    }

    private static @Nullable Pattern wildcard(String text) {
        boolean tail = text.endsWith("/*");
        String head = tail ? text.substring(0, text.length() - 2) : text;
        StringBuilder regex = new StringBuilder("^");
        for (String literal : head.split("\\*", -1)) {
            regex.append(regex.length() == 1 ? "" : "(.*)").append(Pattern.quote(literal));
        }
        return SafePattern.compile(regex.append(tail ? "(?:/(.*))?$" : "$").toString());
    }

    private static @Nullable Segment segment(String part) {
        if (part.indexOf('{') < 0) {
            return new Segment(Query.decode(part, false), List.of(), null);
        }
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder("^");
        int at = 0;
        boolean plain = false;
        while (at < part.length()) {
            int open = part.indexOf('{', at);
            if (open < 0) {
                regex.append(Pattern.quote(part.substring(at)));
                break;
            }
            regex.append(Pattern.quote(part.substring(at, open)));
            int close = closing(part, open);
            if (close < 0) {
                return new Segment(part, List.of(), null);
            }
            String inside = part.substring(open + 1, close);
            int colon = inside.indexOf(':');
            names.add(colon < 0 ? inside : inside.substring(0, colon));
            regex.append('(')
                    .append(colon < 0 ? ".+" : "(?:" + inside.substring(colon + 1) + ")")
                    .append(')');
            plain = colon < 0 && open == 0 && close == part.length() - 1;
            at = close + 1;
        }
        if (plain && names.size() == 1) {
            return new Segment(part, names, null);
        }
        Pattern pattern = SafePattern.compile(regex.append('$').toString());
        return pattern == null || pattern.groupCount() != names.size() ? null : new Segment(part, names, pattern);
    }

    private static int closing(String part, int open) {
        int depth = 0;
        for (int i = open; i < part.length(); i++) {
            depth += part.charAt(i) == '{' ? 1 : part.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Segments of a raw path, leading and trailing slashes ignored. A path of slashes alone has none. */
    static List<String> split(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        List<String> out = new ArrayList<>();
        int start = from;
        int depth = 0;
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && depth <= 0) {
                out.add(path.substring(start, i));
                start = i + 1;
            }
        }
        if (to > from) {
            out.add(path.substring(start, to));
        }
        return out;
    }

    public String text() {
        return text;
    }

    List<Segment> segments() {
        return segments;
    }

    @Nullable
    Pattern wildcard() {
        return wildcard;
    }

    /** Points for a match (spec 6.1). */
    int score() {
        return wildcard != null ? 10 : rank.indexOf('1') >= 0 || rank.indexOf('2') >= 0 ? 12 : 15;
    }

    int literals() {
        return literals;
    }

    /** Per segment 0 literal, 1 mixed, 2 parameter; compares as text. */
    String rank() {
        return wildcard != null ? "3" : rank;
    }

    /** Names of the parameters, in order. */
    public List<String> names() {
        List<String> out = new ArrayList<>();
        segments.forEach(s -> out.addAll(s.names()));
        return out;
    }
}
