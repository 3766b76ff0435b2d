package dev.doppel.twin.config;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One mapping of a configuration being read: typed access by key, and a problem with its pointer for what does not fit. */
public final class Section {
    private final Map<String, Object> map;
    private final String pointer;
    private final Problems problems;

    public Section(Map<String, Object> map, String pointer, Problems problems) {
        this.map = map;
        this.pointer = pointer;
        this.problems = problems;
    }

    public String pointer() {
        return pointer;
    }

    public Map<String, Object> map() {
        return map;
    }

    public Problems problems() {
        return problems;
    }

    public boolean has(String key) {
        return map.containsKey(key);
    }

    public @Nullable Object raw(String key) {
        return map.get(key);
    }

    String at(String key) {
        return pointer + Values.pointerStep(key);
    }

    void error(String key, String message) {
        problems.error("config", key.isEmpty() ? pointer : at(key), message);
    }

    void warn(String code, String key, String message) {
        problems.warn(code, key.isEmpty() ? pointer : at(key), message);
    }

    /** Scalar as text (numbers and booleans as written), or null. */
    public @Nullable String text(String key) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        String text = value instanceof Double d ? d.toString() : Values.text(value);
        if (text == null) {
            error(key, key + " must be text, not a " + kind(value));
        }
        return text;
    }

    public String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    String required(String key) {
        String text = text(key);
        if (text == null || text.isEmpty()) {
            error("", "needs " + key + " (text)");
            return "";
        }
        return text;
    }

    public boolean flag(String key, boolean otherwise) {
        Object value = map.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        error(key, key + " must be true or false, not " + Values.show(value));
        return otherwise;
    }

    @Nullable
    Integer integer(String key) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        Number number = value instanceof Number n ? n : value instanceof String s ? Numbers.parse(s) : null;
        if (number == null || !Numbers.integral(number) || Math.abs(number.doubleValue()) > Integer.MAX_VALUE) {
            error(key, key + " must be an integer, not " + Values.show(value));
            return null;
        }
        return number.intValue();
    }

    public int integer(String key, int otherwise) {
        Integer value = integer(key);
        return value == null ? otherwise : value;
    }

    @Nullable
    Double number(String key) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        error(key, key + " must be a number, not " + Values.show(value));
        return null;
    }

    @Nullable
    Duration duration(String key) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        Duration d = value instanceof Number n ? Duration.ofMillis(n.longValue()) : Durations.parse(Values.show(value));
        if (d == null || d.isNegative()) {
            error(key, key + " must be a duration such as 100ms, 5s or 1m30s, not " + Values.show(value));
            return null;
        }
        return d;
    }

    public @Nullable Section section(String key) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        Map<String, Object> inner = Values.map(value);
        if (inner == null) {
            error(key, key + " must be a mapping, not a " + kind(value));
            return null;
        }
        return new Section(inner, at(key), problems);
    }

    public Section sectionOrEmpty(String key) {
        Section inner = section(key);
        return inner == null ? new Section(Map.of(), at(key), problems) : inner;
    }

    public List<Section> sections(String key) {
        List<Section> out = new ArrayList<>();
        List<Object> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            Map<String, Object> item = Values.map(items.get(i));
            if (item == null) {
                problems.error("config", at(key) + "/" + i, "must be a mapping, not a " + kind(items.get(i)));
            } else {
                out.add(new Section(item, at(key) + "/" + i, problems));
            }
        }
        return out;
    }

    List<Object> list(String key) {
        Object value = map.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?>)) {
            error(key, key + " must be a list, not a " + kind(value));
        }
        return Values.listOrEmpty(value);
    }

    List<String> texts(String key) {
        if (map.get(key) instanceof String one) {
            return List.of(one);
        }
        return list(key).stream().map(Values::show).toList();
    }

    Map<String, String> textMap(String key) {
        Section inner = section(key);
        Map<String, String> out = new LinkedHashMap<>();
        if (inner != null) {
            inner.map.forEach((k, v) -> out.put(k, Values.show(v)));
        }
        return out;
    }

    Map<String, Object> values(String key) {
        Section inner = section(key);
        return inner == null ? Map.of() : inner.map;
    }

    /** Warns of keys that are not among the known ones; {@code x-} keys are always allowed. */
    void known(Set<String> keys) {
        for (String key : map.keySet()) {
            if (!keys.contains(key) && !key.startsWith("x-")) {
                List<String> near = Names.nearest(key, keys.stream(), 1);
                String hint = near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?";
                warn("unknown-key", key, "the key " + key + " is not known here and has no effect" + hint);
            }
        }
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> m -> "mapping";
            case List<?> l -> "list";
            case Number n -> "number";
            case Boolean b -> "boolean";
            default -> "text";
        };
    }
}
