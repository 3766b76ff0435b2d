package dev.doppel.definition.resolve;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.definition.tree.Trail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Load-time interpolation (spec 1.9): {@code ${{KEY}}} from {@code config.env} everywhere, {@code {{VAR}}} from variables in
 * items. One scan does both passes: what a variable brings in is searched for {@code ${{KEY}}} once more, nothing else is.
 * Keys are never touched.
 */
final class Placeholders {
    private static final Pattern TOKEN = Pattern.compile("(\\\\)?(\\$)?\\{\\{(?:[ \\t]*([\\w-]+)[ \\t]*\\}\\})?");
    private static final Pattern LEFTOVER = Pattern.compile("\\{\\{[^{}]*\\}\\}");
    private static final int MAX_TEXT = 10 * 1024 * 1024;

    private final Map<String, String> env;
    private final Map<String, String> variables;
    private final Budget budget;
    private final Problems problems;

    /** @param variables {@code config.env} overlaid by the definition's own */
    Placeholders(Map<String, String> env, Map<String, String> variables, Budget budget, Problems problems) {
        this.env = env;
        this.variables = variables;
        this.budget = budget;
        this.problems = problems;
    }

    /** A part of an item: both forms are replaced, what is left over is an error. */
    Node inItem(Node node, String path) {
        return walk(node, Trail.of(path), true);
    }

    /** A part of anything else: only {@code ${{KEY}}} is replaced; run-time expressions and their escapes stay. */
    Node elsewhere(Node node, String path) {
        return walk(node, Trail.of(path), false);
    }

    private Node walk(Node node, Trail path, boolean item) {
        return switch (node) {
            case ScalarNode scalar ->
                scalar.isText() && scalar.source().contains("{{") ? scalar(scalar, path.toString(), item) : scalar;
            case ListNode list -> {
                List<Node> items = new ArrayList<>(list.items().size());
                for (int i = 0; i < list.items().size(); i++) {
                    items.add(walk(list.items().get(i), path.index(i), item));
                }
                yield new ListNode(list.at(), items);
            }
            case MapNode map -> {
                Map<String, MapNode.Field> fields = new LinkedHashMap<>();
                map.fields()
                        .forEach((key, field) -> fields.put(
                                key, new MapNode.Field(field.keyAt(), walk(field.value(), path.key(key), item))));
                yield new MapNode(map.at(), fields);
            }
        };
    }

    private ScalarNode scalar(ScalarNode scalar, String path, boolean item) {
        String text = scalar.source();
        StringBuilder result = new StringBuilder();
        Matcher matcher = TOKEN.matcher(text);
        int done = 0;
        boolean whole = false;
        int lastClose = text.lastIndexOf("}}");
        while (result.length() <= MAX_TEXT && matcher.find(done)) {
            result.append(text, done, matcher.start());
            boolean escaped = matcher.group(1) != null;
            boolean dollar = matcher.group(2) != null;
            String name = matcher.group(3);
            int end = matcher.end();
            if (escaped) {
                end = matcher.start() + (dollar ? 4 : 3);
                result.append(item ? (dollar ? "${{" : "{{") : dollar ? "$\\{{" : "\\{{");
            } else if (dollar && name != null) {
                whole = matcher.start() == 0 && end == text.length();
                result.append(value(env, name, "${{" + name + "}}", scalar.at(), path, item));
            } else if (item && !dollar && name != null) {
                whole = matcher.start() == 0 && end == text.length();
                result.append(variable(name, scalar.at(), path));
            } else {
                end = matcher.start() + (dollar ? 3 : 2);
                result.append(text, matcher.start(), end);
                if (item ? closesAtOnce(text, end) : dollar && end < lastClose) {
                    leftover(text.substring(matcher.start(), Math.min(text.length(), end + 60)), scalar.at(), path);
                }
            }
            done = end;
        }
        result.append(text, done, text.length());
        return new ScalarNode(
                scalar.at(), TextNode.valueOf(bounded(result, scalar.at(), path)), result.toString(), whole);
    }

    /** Whether the next brace after an opening pair begins the closing pair. */
    private static boolean closesAtOnce(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '{' && text.charAt(i) != '}') {
            i++;
        }
        return text.startsWith("}}", i);
    }

    private String bounded(StringBuilder result, SourceRef at, String path) {
        if (result.length() > MAX_TEXT || !budget.produce(result.length())) {
            problems.error(
                    "too-large",
                    at,
                    path,
                    "placeholders produce more than " + MAX_TEXT + " characters",
                    "use shorter values");
            result.setLength(0);
        }
        return result.toString();
    }

    private String variable(String name, SourceRef at, String path) {
        String value = variables.get(name);
        if (value == null) {
            unknown("{{" + name + "}}", "variable", name, variables, at, path);
            return "";
        }
        if (!value.contains("{{")) {
            return value;
        }
        ScalarNode second = scalarWithEnv(value, at, path);
        checkInserted(second.source(), "{{" + name + "}}", at, path);
        return second.source();
    }

    /** The second pass over what a variable brought in. */
    private ScalarNode scalarWithEnv(String text, SourceRef at, String path) {
        return new Placeholders(env, Map.of(), budget, problems).scalar(ScalarNode.text(at, text), path, false);
    }

    private String value(
            Map<String, String> from, String name, String written, SourceRef at, String path, boolean item) {
        String value = from.get(name);
        if (value == null) {
            unknown(written, "key of config.env", name, from, at, path);
            return "";
        }
        if (item) {
            checkInserted(value, written, at, path);
        }
        return value;
    }

    private void checkInserted(String value, String written, SourceRef at, String path) {
        Matcher left = LEFTOVER.matcher(value);
        if (left.find() && (left.start() == 0 || value.charAt(left.start() - 1) != '\\')) {
            problems.error(
                    "placeholder",
                    at,
                    path,
                    "the value of " + written + " brings in the placeholder " + left.group(),
                    "placeholders are not resolved again; put the final text there");
        }
    }

    private void leftover(String rest, SourceRef at, String path) {
        int end = rest.indexOf("}}");
        String shown = rest.substring(0, Math.min(end < 0 ? rest.length() : end + 2, 60));
        problems.error(
                "placeholder",
                at,
                path,
                "'" + shown + "' is no placeholder",
                "{{NAME}} or ${{NAME}} with letters, digits, _ and -; write \\{{ for literal braces");
    }

    private void unknown(
            String written, String what, String name, Map<String, String> known, SourceRef at, String path) {
        String near = dev.doppel.definition.read.Nearest.to(name, known.keySet())
                .map(found -> "did you mean '" + found + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "none is defined"
                        : "known: "
                                + String.join(
                                        ", ",
                                        known.keySet().stream()
                                                .sorted()
                                                .limit(20)
                                                .toList()));
        problems.error("placeholder", at, path, written + ": no " + what + " is called '" + name + "'", near);
    }
}
