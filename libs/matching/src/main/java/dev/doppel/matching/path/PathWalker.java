package dev.doppel.matching.path;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.form.FormBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks documents along segments. */
final class PathWalker {
    private static final int MAX_KEYS = 50;
    private static final int SHOWN_KEYS = 12;
    private static final Set<String> SINGLE_ENTRIES = Set.of("match", "lastMatch");

    private PathWalker() {}

    static PathResult walk(Path path, JsonNode document) {
        String base = switch (path.generation()) {
            case NEW -> "$";
            case ELEMENT -> "$$";
            case LEGACY -> "";
        };
        return walk(path.text(), base, path.segments(), document);
    }

    /**
     * Walks.
     *
     * @param written the path for messages
     * @param base how the document is called in messages
     */
    static PathResult walk(String written, String base, List<Segment> segments, JsonNode document) {
        JsonNode node = document;
        for (int i = 0; i < segments.size(); i++) {
            JsonNode next = step(node, segments.get(i));
            if (next == null) {
                next = alias(node, segments, i);
            }
            if (next == null) {
                return missing(written, render(base, segments.subList(0, i)), node, segments.get(i));
            }
            node = next;
        }
        return new PathResult.Found(node);
    }

    static String render(String base, List<Segment> segments) {
        StringBuilder text = new StringBuilder(base);
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Index(int index) -> text.append('[').append(index).append(']');
                case Segment.Name(String name, boolean quoted) -> {
                    if (quoted) {
                        text.append("[\"")
                                .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                                .append("\"]");
                    } else {
                        text.append(text.isEmpty() ? "" : ".").append(name);
                    }
                }
            }
        }
        return text.toString();
    }

    private static @Nullable JsonNode step(JsonNode given, Segment segment) {
        JsonNode node = given instanceof FormBody form ? form.map() : given;
        return switch (segment) {
            case Segment.Index(int index) -> node.isArray() ? element(node, index) : null;
            case Segment.Name(String name, boolean quoted) -> {
                if (node.isObject()) {
                    yield member(node, name);
                }
                OptionalInt index = quoted || !node.isArray() ? OptionalInt.empty() : PathParser.integer(name);
                yield index.isPresent() ? element(node, index.getAsInt()) : null;
            }
        };
    }

    private static @Nullable JsonNode element(JsonNode list, int index) {
        long place = index < 0 ? (long) list.size() + index : index;
        return place < 0 || place >= list.size() ? null : list.get((int) place);
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** {@code response.statusCode} and {@code response.header} of an exchange (spec 3.10, 7.3). */
    private static @Nullable JsonNode alias(JsonNode node, List<Segment> segments, int i) {
        if (i == 0 || !(segments.get(i) instanceof Segment.Name(String name, boolean quoted)) || quoted) {
            return null;
        }
        String real = name.equals("statusCode") ? "status" : name.equals("header") ? "headers" : null;
        return real != null && node.isObject() && isExchangePart(segments, i - 1) ? node.get(real) : null;
    }

    /** Whether the segment at a place is the {@code response} (or {@code request}) of an exchange, not of some body. */
    static boolean isExchangePart(List<Segment> segments, int place) {
        if (place < 0
                || !(segments.get(place) instanceof Segment.Name(String name, boolean q))
                || !(name.equals("response") || name.equals("request"))) {
            return false;
        }
        return switch (place) {
            case 0 -> true;
            case 1 ->
                segments.get(0) instanceof Segment.Name(String first, boolean f) && SINGLE_ENTRIES.contains(first);
            case 2 -> segments.get(1) instanceof Segment.Index;
            default -> false;
        };
    }

    private static PathResult.Missing missing(String written, String deepest, JsonNode given, Segment segment) {
        JsonNode node = given instanceof FormBody form ? form.map() : given;
        List<String> keys = new ArrayList<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext() && keys.size() < MAX_KEYS; ) {
            keys.add(names.next());
        }
        String place = deepest.isEmpty() ? "the document" : deepest;
        String wanted = render("", List.of(segment));
        return new PathResult.Missing(
                written,
                deepest,
                keys,
                "\"" + written + "\" is missing: " + place + " " + state(node, keys) + ", it has no " + wanted);
    }

    private static String state(JsonNode node, List<String> keys) {
        return switch (node.getNodeType()) {
            case OBJECT ->
                keys.isEmpty()
                        ? "is an empty object"
                        : "has the keys " + String.join(", ", keys.subList(0, Math.min(SHOWN_KEYS, keys.size())))
                                + (node.size() > SHOWN_KEYS ? " and " + (node.size() - SHOWN_KEYS) + " more" : "");
            case ARRAY -> "is a list of " + node.size() + (node.size() == 1 ? " element" : " elements");
            case STRING -> "is a text";
            case NUMBER -> "is a number";
            case BOOLEAN -> "is a boolean";
            case NULL, MISSING -> "is null";
            case BINARY, POJO -> "is no JSON value";
        };
    }
}
