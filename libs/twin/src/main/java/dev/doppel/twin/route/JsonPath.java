package dev.doppel.twin.route;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usual subset of JSONPath: members, indices (also negative), {@code *}, {@code ..name}. At most 1 000 results. */
public final class JsonPath {
    private record Step(String name, boolean deep) {}

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /** Null when the text is no such path. */
    public static @Nullable JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        int i = 1;
        while (i < text.length()) {
            boolean deep = text.startsWith("..", i);
            if (text.charAt(i) == '.') {
                i += deep ? 2 : 1;
                if (i < text.length() && text.charAt(i) == '[') {
                    continue;
                }
                int start = i;
                while (i < text.length() && text.charAt(i) != '.' && text.charAt(i) != '[') {
                    i++;
                }
                if (i == start) {
                    return null;
                }
                steps.add(new Step(text.substring(start, i), deep));
            } else if (text.charAt(i) == '[') {
                int close = text.indexOf(']', i);
                if (close < 0 || text.charAt(i + 1) == '?') {
                    return null;
                }
                String inside = text.substring(i + 1, close).strip();
                if (inside.length() >= 2 && (inside.charAt(0) == '\'' || inside.charAt(0) == '"')) {
                    inside = inside.substring(1, inside.length() - 1);
                }
                if (inside.isEmpty()) {
                    return null;
                }
                steps.add(new Step(inside, false));
                i = close + 1;
            } else {
                return null;
            }
        }
        return new JsonPath(steps);
    }

    public List<Object> find(@Nullable Object root) {
        List<Object> here = new ArrayList<>();
        here.add(root);
        for (Step step : steps) {
            List<Object> next = new ArrayList<>();
            for (Object node : here) {
                if (step.deep()) {
                    descend(node, step.name(), next, 0);
                } else {
                    take(node, step.name(), next);
                }
            }
            here = next;
        }
        return here;
    }

    private static void take(@Nullable Object node, String name, List<Object> out) {
        if (out.size() > 1_000) {
            return;
        }
        if (node instanceof Map<?, ?> m) {
            if (name.equals("*")) {
                out.addAll(m.values());
            } else if (m.containsKey(name)) {
                out.add(m.get(name));
            }
        } else if (node instanceof List<?> l) {
            if (name.equals("*")) {
                out.addAll(l);
                return;
            }
            int index = name.startsWith("-") ? l.size() - Values.index(name.substring(1)) : Values.index(name);
            if (index >= 0 && index < l.size()) {
                out.add(l.get(index));
            }
        }
    }

    private static void descend(@Nullable Object node, String name, List<Object> out, int depth) {
        if (depth > 100) {
            return;
        }
        take(node, name, out);
        if (node instanceof Map<?, ?> m) {
            m.values().forEach(v -> descend(v, name, out, depth + 1));
        } else if (node instanceof List<?> l) {
            l.forEach(v -> descend(v, name, out, depth + 1));
        }
    }
}
