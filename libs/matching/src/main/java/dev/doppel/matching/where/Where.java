package dev.doppel.matching.where;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.value.AssertionSyntaxException;
import dev.doppel.matching.value.Check;
import dev.doppel.matching.value.CheckResult;
import dev.doppel.matching.value.Expected;
import dev.doppel.matching.value.Operator;
import dev.doppel.matching.value.Transform;
import java.util.ArrayList;
import java.util.List;

/** A compiled where list: elements ANDed, with {@code or}, {@code and}, {@code not} (spec 7.4). Immutable, thread-safe. */
public final class Where {
    private static final List<String> FORMS = List.of("path", "or", "and", "not");
    private static final int MAX_DEPTH = 64;

    private final List<Clause> clauses;

    private Where(List<Clause> clauses) {
        this.clauses = clauses;
    }

    /** One element. */
    private sealed interface Clause {
        String text();

        /** A comparison of a part of the element. */
        record Compare(String text, Path path, Operator operator, Expected expected) implements Clause {}

        /** Some of the clauses hold. */
        record Or(String text, List<Clause> clauses) implements Clause {}

        /** All of the clauses hold. */
        record And(String text, List<Clause> clauses) implements Clause {}

        /** The clause does not hold. */
        record Not(String text, Clause clause) implements Clause {}
    }

    /**
     * Compiles a where list whose expressions are already evaluated.
     *
     * @throws WhereSyntaxException naming the place
     */
    public static Where parse(JsonNode list) {
        return new Where(clauses(list, "where", 0));
    }

    /** Whether the element is selected; references {@code {from}} as values find nothing. */
    public boolean test(JsonNode element) {
        return test(element, NullNode.getInstance());
    }

    /** Whether the element is selected, with the root document for references. */
    public boolean test(JsonNode element, JsonNode root) {
        return clauses.stream().allMatch(c -> holds(c, element, root));
    }

    /** The top-level elements of the list that do not hold, as sentences; empty when selected (spec 7.8). */
    public List<String> failing(JsonNode element) {
        return failing(element, NullNode.getInstance());
    }

    /** As {@link #failing(JsonNode)}, with the root document for references. */
    public List<String> failing(JsonNode element, JsonNode root) {
        return clauses.stream()
                .filter(c -> !holds(c, element, root))
                .map(c -> c.text() + " does not hold" + seen(c, element))
                .toList();
    }

    private static boolean holds(Clause clause, JsonNode element, JsonNode root) {
        return switch (clause) {
            case Clause.Or or -> or.clauses().stream().anyMatch(c -> holds(c, element, root));
            case Clause.And and -> and.clauses().stream().allMatch(c -> holds(c, element, root));
            case Clause.Not not -> !holds(not.clause(), element, root);
            case Clause.Compare compare -> compare(compare, element, root);
        };
    }

    private static boolean compare(Clause.Compare compare, JsonNode element, JsonNode root) {
        PathResult actual = compare.path().evaluate(element);
        if (!compare.operator().needsValue()) {
            return Check.holds(compare.operator(), actual, null, Generation.ELEMENT);
        }
        return switch (compare.expected().resolve(new PathScope.NewMatch(root))) {
            case Transform.Transformed.Value(JsonNode value) ->
                Check.holds(compare.operator(), actual, value, Generation.ELEMENT);
            case Transform.Transformed.Unsuitable(String message) -> false;
        };
    }

    private static String seen(Clause clause, JsonNode element) {
        if (!(clause instanceof Clause.Compare compare)) {
            return "";
        }
        CheckResult result =
                Check.evaluate(Operator.EXISTS, compare.path().evaluate(element), null, Generation.ELEMENT);
        String text = String.valueOf(result.actual());
        return result.actual() == null
                ? ": missing"
                : ": it is " + (text.length() <= 200 ? text : text.substring(0, 200) + "...");
    }

    private static List<Clause> clauses(JsonNode list, String place, int depth) {
        if (!list.isArray() || list.isEmpty()) {
            throw new WhereSyntaxException(place, "a list with at least one element is expected");
        }
        if (depth > MAX_DEPTH) {
            throw new WhereSyntaxException(place, "nested deeper than " + MAX_DEPTH);
        }
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            clauses.add(clause(list.path(i), place + "[" + i + "]", depth));
        }
        return List.copyOf(clauses);
    }

    private static Clause clause(JsonNode node, String place, int depth) {
        List<String> forms = FORMS.stream().filter(node::has).toList();
        if (!node.isObject() || forms.size() != 1) {
            throw new WhereSyntaxException(
                    place,
                    "an element has exactly one of path, or, and, not; here are "
                            + (forms.isEmpty() ? "none" : String.join(", ", forms)));
        }
        return switch (forms.getFirst()) {
            case "or" -> new Clause.Or(place + ".or", clauses(node.path("or"), place + ".or", depth + 1));
            case "and" -> new Clause.And(place + ".and", clauses(node.path("and"), place + ".and", depth + 1));
            case "not" -> {
                if (depth > MAX_DEPTH) {
                    throw new WhereSyntaxException(place, "nested deeper than " + MAX_DEPTH);
                }
                Clause inner = clause(node.path("not"), place + ".not", depth + 1);
                yield new Clause.Not("not (" + inner.text() + ")", inner);
            }
            default -> compare(node, place);
        };
    }

    private static Clause compare(JsonNode node, String place) {
        JsonNode path = node.path("path");
        if (!path.isTextual()) {
            throw new WhereSyntaxException(place + ".path", "a path as text is expected, such as $$.request.method");
        }
        String name = node.path("operator").asText();
        Operator operator = Operator.byName(name)
                .orElseThrow(() -> new WhereSyntaxException(
                        place + ".operator",
                        (name.isEmpty() ? "an operator is missing" : "operator \"" + name + "\" is unknown")
                                + "; there are " + String.join(", ", Operator.names())));
        JsonNode value = node.get("value");
        if (operator.needsValue() && value == null) {
            throw new WhereSyntaxException(place, "operator " + name + " needs a value");
        }
        try {
            String text = path.textValue() + " " + name + (value == null ? "" : " " + cut(value.toString()));
            return new Clause.Compare(
                    text,
                    Path.parse(path.textValue(), PathKind.ELEMENT),
                    operator,
                    Expected.parse(value == null ? NullNode.getInstance() : value));
        } catch (PathSyntaxException e) {
            throw new WhereSyntaxException(place + ".path", "" + e.getMessage());
        } catch (AssertionSyntaxException e) {
            throw new WhereSyntaxException(place + ".value", "" + e.getMessage());
        }
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
