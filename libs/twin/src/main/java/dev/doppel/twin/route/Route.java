package dev.doppel.twin.route;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.load.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one mock is reached. Immutable. */
public final class Route {
    private final String id;
    private final String name;
    private final @Nullable String method;
    private final @Nullable PathTemplate path;
    private final Conditions conditions;
    private final int priority;
    private final int index;

    private Route(
            String id,
            String name,
            @Nullable String method,
            @Nullable PathTemplate path,
            Conditions conditions,
            int priority,
            int index) {
        this.id = id;
        this.name = name;
        this.method = method;
        this.path = path;
        this.conditions = conditions;
        this.priority = priority;
        this.index = index;
    }

    /** The route of an imported operation. */
    public static Route imported(String id, String name, String method, String path, int index) {
        PathTemplate template = PathTemplate.parse(path.replace("*", "%2A"));
        return new Route(
                id, name, method, template == null ? PathTemplate.parse("/") : template, Conditions.NONE, 0, index);
    }

    /** The route of a hand-written mock; bad expressions are reported. */
    public static Route written(MockSpec mock, int index, Problems problems) {
        PathTemplate template = null;
        String path = mock.matcher().path();
        if (path != null) {
            template = PathTemplate.parse(path);
            if (template == null) {
                problems.error(
                        "bad-path", mock.pointer() + "/http/matcher/path", "not a usable path template: " + path);
            }
        }
        return new Route(
                mock.id(),
                mock.name(),
                mock.matcher().method(),
                template,
                Conditions.compile(mock, problems),
                mock.priority(),
                index);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public @Nullable String method() {
        return method;
    }

    public @Nullable PathTemplate path() {
        return path;
    }

    int priority() {
        return priority;
    }

    int index() {
        return index;
    }

    /** All fields with their outcome. */
    List<FieldMatch> check(RequestView view, String requestMethod, Map<String, String> captures) {
        List<FieldMatch> out = new ArrayList<>(4);
        if (path != null) {
            out.add(FieldMatch.of("path", pathMatches(view, captures), path.score(), path.text(), view.path()));
        }
        if (method != null) {
            out.add(FieldMatch.of("method", method.equalsIgnoreCase(requestMethod), 10, method, requestMethod));
        }
        out.addAll(conditions.check(view, captures));
        return out;
    }

    private boolean pathMatches(RequestView view, Map<String, String> captures) {
        PathTemplate p = path;
        if (p == null) {
            return true;
        }
        if (p.wildcard() != null) {
            var m = p.wildcard().matcher(view.path());
            if (!m.find()) {
                return false;
            }
            for (int i = 1; i <= m.groupCount(); i++) {
                String group = m.group(i);
                captures.put(Integer.toString(i - 1), group == null ? "" : group);
            }
            return true;
        }
        if (p.segments().size() != view.segments().size()) {
            return false;
        }
        Map<String, String> own = new LinkedHashMap<>();
        for (int i = 0; i < p.segments().size(); i++) {
            if (!p.segments().get(i).match(view.segments().get(i), own)) {
                return false;
            }
        }
        captures.putAll(own);
        return true;
    }
}
