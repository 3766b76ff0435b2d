package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path pattern (spec 4.3). Immutable.
 *
 * @param text in normal form, with a leading slash unless it is {@code *}
 * @param kind its class
 * @param literals number of literal characters, slashes included
 * @param segments without the trailing part
 * @param tail what a trailing {@code *} follows within its segment; null without one
 */
record PathPattern(
        String text,
        Kind kind,
        int literals,
        List<Segment> segments,
        @Nullable Glob tail) {
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_DEEP = 8;

    /** Classes in the order of spec 4.6 row 3, best first; variables with a trailing star stand between the two. */
    enum Kind {
        EXACT(2),
        VARIABLE(2),
        VARIABLE_TRAILING(1),
        TRAILING(1),
        ANY(0);

        private final int points;

        Kind(int points) {
            this.points = points;
        }

        int points() {
            return points;
        }
    }

    /** One segment of a pattern. */
    sealed interface Segment {
        /** Exactly this text. */
        record Literal(String text) implements Segment {}

        /** Exactly one segment that is not empty. */
        record Variable() implements Segment {}

        /** Stars inside a segment. */
        record Stars(Glob glob) implements Segment {}

        /** {@code **}: any number of segments, none included. */
        record Deep() implements Segment {}
    }

    /**
     * @throws MockSyntaxException for an empty or too long pattern
     */
    static PathPattern parse(String given) {
        if (given.isEmpty()) {
            throw new MockSyntaxException("an empty path; write /path or * for any");
        }
        if (given.length() > MAX_LENGTH) {
            throw new MockSyntaxException("a path pattern longer than " + MAX_LENGTH + " characters");
        }
        if (given.equals("*")) {
            return new PathPattern("*", Kind.ANY, 0, List.of(), null);
        }
        String path = withoutQuery(given);
        String text = PathCoding.normalize(path.startsWith("/") ? path : "/" + path);
        String[] parts = text.substring(1).split("/", -1);
        List<Segment> segments = new ArrayList<>();
        Glob tail = null;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (last && part.endsWith("*") && !part.equals("**")) {
                tail = Glob.of(withoutStars(part), true);
            } else {
                segments.add(segment(part));
            }
        }
        if (segments.stream().filter(Segment.Deep.class::isInstance).count() > MAX_DEEP) {
            throw new MockSyntaxException("path \"" + given + "\" has more than " + MAX_DEEP + " segments **");
        }
        return new PathPattern(text, kind(segments, tail), literals(segments, tail), List.copyOf(segments), tail);
    }

    /** A path up to its query. */
    static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The pattern with names of variables erased: equal for patterns that match the same paths. */
    String normalForm() {
        if (kind == Kind.ANY) {
            return "*";
        }
        StringBuilder form = new StringBuilder();
        for (Segment segment : segments) {
            form.append('/');
            switch (segment) {
                case Segment.Literal(String literal) -> form.append(literal);
                case Segment.Variable v -> form.append("{}");
                case Segment.Stars(Glob glob) -> form.append(String.join("*", glob.pieces()));
                case Segment.Deep d -> form.append("**");
            }
        }
        return tail == null ? form.toString() : form + "/" + String.join("*", tail.pieces()) + "*";
    }

    private static String withoutStars(String part) {
        int end = part.length();
        while (end > 0 && part.charAt(end - 1) == '*') {
            end--;
        }
        return part.substring(0, end);
    }

    private static Segment segment(String part) {
        if (part.equals("**")) {
            return new Segment.Deep();
        }
        boolean braces = part.length() > 2 && part.startsWith("{") && part.indexOf('}') == part.length() - 1;
        boolean colon = part.length() > 1 && part.startsWith(":") && part.indexOf('*') < 0;
        if (part.equals("*") || braces || colon) {
            return new Segment.Variable();
        }
        return part.indexOf('*') < 0 ? new Segment.Literal(part) : new Segment.Stars(Glob.of(part, false));
    }

    private static Kind kind(List<Segment> segments, @Nullable Glob tail) {
        boolean variable = segments.stream().anyMatch(s -> s instanceof Segment.Variable || s instanceof Segment.Stars)
                || (tail != null && tail.pieces().size() > 1);
        boolean trailing = tail != null || segments.stream().anyMatch(Segment.Deep.class::isInstance);
        if (trailing) {
            return variable ? Kind.VARIABLE_TRAILING : Kind.TRAILING;
        }
        return variable ? Kind.VARIABLE : Kind.EXACT;
    }

    private static int literals(List<Segment> segments, @Nullable Glob tail) {
        int count = segments.size() + (tail == null ? 0 : 1);
        for (Segment segment : segments) {
            count += switch (segment) {
                case Segment.Literal(String literal) -> literal.length();
                case Segment.Stars(Glob glob) -> literals(glob);
                case Segment.Variable v -> 0;
                case Segment.Deep d -> 0;
            };
        }
        return tail == null ? count : count + literals(tail);
    }

    private static int literals(Glob glob) {
        return glob.pieces().stream().mapToInt(String::length).sum();
    }
}
