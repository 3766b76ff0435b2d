package dev.doppel.matching.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.path.Segment;
import java.util.List;
import java.util.Optional;

/**
 * A variable and a path into it (spec 6.3). Immutable.
 *
 * @param name of the variable
 * @param path below it; its text is the whole expression
 */
public record Expression(String name, Path path) {
    /**
     * Reads what stands between the braces.
     *
     * @throws TemplateException when it is no name followed by {@code .name} or {@code [n]}
     */
    public static Expression parse(String text) {
        String trimmed = text.strip();
        try {
            Path whole = Path.parse(trimmed, PathKind.EXPRESSION);
            if (whole.segments().getFirst() instanceof Segment.Name(String name, boolean quoted) && !quoted) {
                List<Segment> rest =
                        whole.segments().subList(1, whole.segments().size());
                return new Expression(name, new Path(trimmed, whole.generation(), rest));
            }
            throw new TemplateException(trimmed, List.of(), "{{" + trimmed + "}}: an expression begins with a name");
        } catch (PathSyntaxException e) {
            throw new TemplateException(
                    trimmed,
                    List.of(),
                    "{{" + trimmed + "}}: " + e.getMessage() + "; braces that are meant literally are written \\{{");
        }
    }

    /**
     * The value.
     *
     * @throws TemplateException for an unknown variable or path
     */
    public JsonNode evaluate(VariableLookup variables) {
        Optional<JsonNode> value = variables.find(name);
        if (value.isEmpty()) {
            List<String> known = variables.names().stream().sorted().distinct().toList();
            throw new TemplateException(
                    path.text(),
                    known,
                    "variable \"" + name + "\" in {{" + path.text() + "}} is unknown; "
                            + (known.isEmpty() ? "there are none" : "known are " + shown(known)));
        }
        return switch (path.evaluate(value.get())) {
            case PathResult.Found(JsonNode node) -> node;
            case PathResult.Missing missing ->
                throw new TemplateException(
                        path.text(),
                        variables.names().stream().sorted().distinct().toList(),
                        "{{" + path.text() + "}}: below variable \"" + name + "\" " + missing.reason());
        };
    }

    private static String shown(List<String> names) {
        int limit = 30;
        return String.join(", ", names.subList(0, Math.min(limit, names.size())))
                + (names.size() > limit ? " and " + (names.size() - limit) + " more" : "");
    }
}
