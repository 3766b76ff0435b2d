package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one map, each by its type, and reports those nobody knows. An absent key and a null are the same. */
final class Fields {
    final Context context;
    final MapNode map;
    final String path;

    /** Reports unknown keys at once; keys beginning {@code x-} never are (spec 1.5). */
    Fields(Context context, MapNode map, String path, List<String> known) {
        this.context = context;
        this.map = map;
        this.path = path;
        map.fields().forEach((key, field) -> {
            if (!known.contains(key) && !key.startsWith("x-")) {
                String advice = Nearest.to(key, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElseGet(() -> "known keys: " + String.join(", ", known));
                context.warning("unknown-key", field.keyAt(), path(key), "unknown key '" + key + "', ignored", advice);
            }
        });
    }

    SourceRef at() {
        return map.at();
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return map.has(key);
    }

    @Nullable
    Node node(String key) {
        Node node = map.get(key);
        return node instanceof ScalarNode scalar && scalar.isNull() ? null : node;
    }

    SourceRef keyAt(String key) {
        MapNode.Field field = map.fields().get(key);
        return field == null ? map.at() : field.keyAt();
    }

    void error(String code, String key, String message, String advice) {
        Node node = map.get(key);
        context.error(code, node == null ? map.at() : node.at(), path(key), message, advice);
    }

    void warning(String code, String key, String message, String advice) {
        Node node = map.get(key);
        context.warning(code, node == null ? map.at() : node.at(), path(key), message, advice);
    }

    void missing(String key, String advice) {
        context.error("missing", map.at(), path, "'" + key + "' is missing", advice);
    }

    void wrongType(String key, Node node, String wanted) {
        context.error("type", node, path(key), "'" + key + "' is " + node.kind(), "it must be " + wanted);
    }

    @Nullable
    String text(String key) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && scalar.isText()) {
            return scalar.value().textValue();
        }
        wrongType(key, node, "text");
        return null;
    }

    /** Text that is not empty; an empty one is an error. */
    @Nullable
    String filledText(String key) {
        String text = text(key);
        if (text != null && text.isEmpty()) {
            error("empty", key, "'" + key + "' is empty", "give it a value or leave it out");
            return null;
        }
        return text;
    }

    @Nullable
    String requiredText(String key, String advice) {
        if (node(key) == null) {
            missing(key, advice);
            return null;
        }
        return filledText(key);
    }

    /** Text, or the source text of a number or boolean. */
    @Nullable
    String scalarText(String key) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.source();
        }
        wrongType(key, node, "text");
        return null;
    }

    /** A free text that only people read; numbers are fine. */
    @Nullable
    String note(String key, int longest) {
        String text = scalarText(key);
        if (text != null && text.codePointCount(0, text.length()) > longest) {
            warning("long", key, "'" + key + "' has more than " + longest + " characters", "shorten it");
        }
        return text;
    }

    boolean flag(String key, boolean otherwise) {
        Boolean value = flag(key);
        return value == null ? otherwise : value;
    }

    @Nullable
    Boolean flag(String key) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && scalar.value().isBoolean()) {
            return scalar.value().booleanValue();
        }
        wrongType(key, node, "true or false");
        return null;
    }

    /** An integer of the range; text that was one whole load-time placeholder is converted (spec 1.9). */
    @Nullable
    Integer integer(String key, int min, int max) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        String wanted =
                max == Integer.MAX_VALUE ? "an integer of at least " + min : "an integer from " + min + " to " + max;
        if (!(node instanceof ScalarNode scalar) || !(scalar.value().isIntegralNumber() || isInteger(scalar))) {
            String shown = node instanceof ScalarNode scalar ? "'" + Show.shorten(scalar.source()) + "'" : node.kind();
            context.error("type", node, path(key), "'" + key + "' is " + shown, "it must be " + wanted);
            return null;
        }
        BigInteger value = scalar.isText()
                ? new BigInteger(scalar.value().textValue())
                : scalar.value().bigIntegerValue();
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            context.error(
                    "range",
                    node,
                    path(key),
                    "'" + key + "' is " + Show.shorten(value.toString()),
                    "it must be " + wanted);
            return null;
        }
        if (scalar.isText()) {
            context.notes().replace(scalar, IntNode.valueOf(value.intValue()));
        }
        return value.intValue();
    }

    private static boolean isInteger(ScalarNode scalar) {
        String text = scalar.source();
        return scalar.placeholder() && text.length() < 20 && Syntax.isDecimalInteger(text);
    }

    @Nullable
    MapNode map(String key) {
        Node node = node(key);
        if (node == null || node instanceof MapNode) {
            return (MapNode) node;
        }
        wrongType(key, node, "a map");
        return null;
    }

    @Nullable
    ListNode list(String key) {
        Node node = node(key);
        if (node == null || node instanceof ListNode) {
            return (ListNode) node;
        }
        wrongType(key, node, "a list");
        return null;
    }

    /** The maps of a list with their paths; any other element is an error. */
    Map<String, MapNode> maps(String key) {
        ListNode list = list(key);
        return list == null ? Collections.emptyMap() : maps(list, path(key));
    }

    Map<String, MapNode> maps(ListNode list, String listPath) {
        Map<String, MapNode> maps = new LinkedHashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            String place = listPath + "[" + i + "]";
            if (item instanceof MapNode found) {
                maps.put(place, found);
            } else {
                context.error("type", item, place, "the element is " + item.kind(), "it must be a map");
            }
        }
        return maps;
    }

    /** A list of texts; numbers and booleans become text with a warning. Null when absent. */
    @Nullable
    List<String> texts(String key) {
        ListNode list = list(key);
        if (list == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            String place = path(key) + "[" + i + "]";
            if (!(item instanceof ScalarNode scalar) || scalar.isNull()) {
                context.error("type", item, place, "the element is " + item.kind(), "it must be text");
                continue;
            }
            if (!scalar.isText()) {
                context.warning("as-text", item, place, scalar.source() + " is taken as text", "put it in quotes");
            }
            texts.add(scalar.source());
        }
        return texts;
    }
}
