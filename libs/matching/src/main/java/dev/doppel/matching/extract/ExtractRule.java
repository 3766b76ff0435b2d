package dev.doppel.matching.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.regex.Regex;
import dev.doppel.matching.regex.RegexSearch;
import dev.doppel.matching.regex.RegexSyntaxException;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.matching.template.VariableLookup;
import dev.doppel.matching.value.Transform;
import dev.doppel.matching.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule of an {@code extract} map (spec 6.4). Immutable, thread-safe. */
public final class ExtractRule {
    private static final Set<String> KEYS = Set.of("path", "from", "pattern", "group", "transform");

    private final String variable;
    private final @Nullable Path path;
    private final @Nullable Template from;
    private final @Nullable Regex pattern;
    private final int group;
    private final @Nullable Transform transform;
    private final List<String> unknownKeys;

    private ExtractRule(
            String variable,
            @Nullable Path path,
            @Nullable Template from,
            @Nullable Regex pattern,
            int group,
            @Nullable Transform transform,
            List<String> unknownKeys) {
        this.variable = variable;
        this.path = path;
        this.from = from;
        this.pattern = pattern;
        this.group = group;
        this.transform = transform;
        this.unknownKeys = List.copyOf(unknownKeys);
    }

    /**
     * Reads a rule: a path text, or {@code {path, pattern, group}}, {@code {path, transform}}, {@code {from, transform}}.
     *
     * @throws ExtractSyntaxException with what would be right
     */
    public static ExtractRule parse(String variable, JsonNode rule) {
        if (rule.isTextual()) {
            return new ExtractRule(variable, path(variable, rule), null, null, 0, null, List.of());
        }
        if (!rule.isObject()) {
            throw error(variable, "a rule is a path, or an object with path or from");
        }
        boolean hasPath = rule.has("path");
        if (hasPath == rule.has("from")) {
            throw error(variable, "exactly one of path and from is needed");
        }
        List<String> unknown = new ArrayList<>();
        rule.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                unknown.add(key);
            }
        });
        Regex pattern = rule.has("pattern") ? pattern(variable, rule.path("pattern")) : null;
        Transform transform = rule.has("transform") ? transform(variable, rule.path("transform")) : null;
        if (pattern != null && transform != null) {
            throw error(variable, "pattern and transform exclude each other");
        }
        return new ExtractRule(
                variable,
                hasPath ? path(variable, rule.path("path")) : null,
                hasPath ? null : from(variable, rule.path("from")),
                pattern,
                pattern == null ? 0 : group(variable, rule, pattern),
                transform,
                unknown);
    }

    /** Keys of the rule that mean nothing, for a warning. */
    public List<String> unknownKeys() {
        return unknownKeys;
    }

    /** The path; null for {@code from} rules. For deciding whether the rule reads observed lists (spec 7.7). */
    public @Nullable Path path() {
        return path;
    }

    /** Evaluates; expressions in {@code from} use the variables. Never throws for what the documents hold. */
    public Extraction apply(PathScope scope, VariableLookup variables) {
        PathResult source;
        if (path != null) {
            source = scope.evaluate(path);
        } else {
            try {
                source = new PathResult.Found(from == null ? TextNode.valueOf("") : from.evaluate(variables));
            } catch (TemplateException e) {
                return failed("" + e.getMessage(), false);
            }
        }
        return switch (source) {
            case PathResult.Missing missing -> failed(missing.reason(), true);
            case PathResult.Found(JsonNode node) -> value(node);
        };
    }

    private Extraction value(JsonNode node) {
        if (pattern != null) {
            return search(pattern, node);
        }
        if (transform == null) {
            return new Extraction.Value(node);
        }
        return switch (transform.apply(new PathResult.Found(node))) {
            case Transform.Transformed.Value(JsonNode value) -> new Extraction.Value(value);
            case Transform.Transformed.Unsuitable(String message) -> failed(message, false);
        };
    }

    private Extraction search(Regex regex, JsonNode node) {
        return switch (regex.search(Values.text(node))) {
            case RegexSearch.Match match -> {
                String text = match.groups().get(group);
                yield text == null
                        ? failed(
                                "group " + group + " of pattern \"" + regex.text() + "\" took no part in the match",
                                true)
                        : new Extraction.Value(TextNode.valueOf(text));
            }
            case RegexSearch.NoMatch none ->
                failed("pattern \"" + regex.text() + "\" does not occur in the value", true);
            case RegexSearch.OverBudget over ->
                failed(
                        "pattern \"" + regex.text() + "\" took longer than " + Regex.BUDGET_MILLIS
                                + " ms; use a simpler one",
                        false);
        };
    }

    private Extraction failed(String message, boolean retry) {
        return new Extraction.Failed("extract of variable \"" + variable + "\": " + message, retry);
    }

    private static Path path(String variable, JsonNode text) {
        if (!text.isTextual() || text.textValue().isBlank()) {
            throw error(variable, "a path is a text such as $.response.body.id");
        }
        try {
            return Path.parse(text.textValue(), PathKind.VALUE);
        } catch (PathSyntaxException e) {
            throw error(variable, "" + e.getMessage());
        }
    }

    private static Template from(String variable, JsonNode text) {
        try {
            Template template = Template.parse(text.asText());
            if (template.isSingleExpression()) {
                return template;
            }
        } catch (TemplateException e) {
            throw error(variable, "" + e.getMessage());
        }
        throw error(variable, "from is one expression such as {{order}}");
    }

    private static Regex pattern(String variable, JsonNode text) {
        try {
            return Regex.compile(text.asText());
        } catch (RegexSyntaxException e) {
            throw error(variable, "" + e.getMessage());
        }
    }

    private static Transform transform(String variable, JsonNode name) {
        return Transform.byName(name.asText())
                .orElseThrow(() -> error(
                        variable,
                        "transform \"" + name.asText()
                                + "\" is unknown; there are keys, values, entries, length, type"));
    }

    private static int group(String variable, JsonNode rule, Regex pattern) {
        JsonNode group = rule.get("group");
        if (group == null) {
            return pattern.groupCount() == 0 ? missingGroup(variable, 1, pattern) : 1;
        }
        if (!group.isIntegralNumber() || !group.canConvertToInt() || group.intValue() < 0) {
            throw error(variable, "group is an integer of at least 0, where 0 is the whole match");
        }
        return group.intValue() > pattern.groupCount()
                ? missingGroup(variable, group.intValue(), pattern)
                : group.intValue();
    }

    private static int missingGroup(String variable, int group, Regex pattern) {
        throw error(
                variable,
                "group " + group + " does not exist: pattern \"" + pattern.text() + "\" has " + pattern.groupCount()
                        + " groups; group 0 is the whole match");
    }

    private static ExtractSyntaxException error(String variable, String message) {
        return new ExtractSyntaxException("extract of variable \"" + variable + "\": " + message);
    }
}
