package dev.doppel.twin.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on plain values (see {@link Json}); all null-tolerant. */
public final class Values {
    private Values() {}

    /** The value as a map, or null when it is none. */
    @SuppressWarnings("unchecked")
    public static @Nullable Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> m ? (Map<String, Object>) m : null;
    }

    /** The value as a map, or an empty one. */
    public static Map<String, Object> mapOrEmpty(@Nullable Object value) {
        Map<String, Object> map = map(value);
        return map == null ? Map.of() : map;
    }

    /** The value as a list, or an empty one. */
    @SuppressWarnings("unchecked")
    public static List<Object> listOrEmpty(@Nullable Object value) {
        return value instanceof List<?> l ? (List<Object>) l : List.of();
    }

    /** Text as it is, numbers and booleans as decimal text; null for null, maps and lists. */
    public static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case String s -> s;
            case Number n -> Numbers.text(n);
            case Boolean b -> b.toString();
            case null, default -> null;
        };
    }

    /** As {@link #text}, with JSON for maps and lists and "" for null. */
    public static String show(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = text(value);
        return text == null ? Json.text(value) : text;
    }

    /** Equality by value: numbers numerically, maps without regard to order. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Numbers.compare(x, y) == 0;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (var e : x.entrySet()) {
                if (!y.containsKey(e.getKey()) || !equal(e.getValue(), y.get(e.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(a, b);
    }

    /** A deep copy whose maps and lists may be changed freely. */
    public static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> m -> copyMap(mapOrEmpty(m));
            case List<?> l -> {
                List<Object> out = new ArrayList<>(l.size());
                for (Object item : l) {
                    out.add(copy(item));
                }
                yield out;
            }
            case null, default -> value;
        };
    }

    /** A deep copy of a map. */
    public static Map<String, Object> copyMap(Map<String, Object> map) {
        Map<String, Object> out = new LinkedHashMap<>(map.size() * 2);
        map.forEach((k, v) -> out.put(k, copy(v)));
        return out;
    }

    /** The value at a JSON pointer (RFC 6901), or null. */
    public static @Nullable Object at(@Nullable Object root, String pointer) {
        if (pointer.isEmpty()) {
            return root;
        }
        Object here = root;
        for (String raw : pointer.substring(1).split("/", -1)) {
            String part = raw.replace("~1", "/").replace("~0", "~");
            if (here instanceof Map<?, ?> m) {
                here = m.get(part);
            } else if (here instanceof List<?> l) {
                int index = index(part);
                here = index >= 0 && index < l.size() ? l.get(index) : null;
            } else {
                return null;
            }
        }
        return here;
    }

    /** One escaped step of a JSON pointer. */
    public static String pointerStep(String key) {
        return key.indexOf('~') < 0 && key.indexOf('/') < 0
                ? "/" + key
                : "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** A non-negative array index of at most nine digits, or -1. */
    public static int index(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }
}
