package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathScope;

/** One comparison: source, operator, value (spec 7.1, 7.6). Immutable, thread-safe. */
public record Assertion(Source source, Operator operator, Expected expected) {
    /**
     * Reads an assertion object whose expressions are evaluated. A {@code path} that was exactly one expression is a value, not a path
     * (spec 6.3): the caller makes it a {@link Source.Constant}.
     *
     * @throws AssertionSyntaxException with what would be right
     */
    public static Assertion parse(JsonNode assertion) {
        JsonNode name = assertion.path("operator");
        Operator operator = Operator.byName(name.asText())
                .orElseThrow(() -> new AssertionSyntaxException((name.isMissingNode()
                                ? "an assertion needs an operator"
                                : "operator \"" + name.asText() + "\" is unknown")
                        + "; there are " + String.join(", ", Operator.names())));
        if (operator.needsValue() && !assertion.has("value")) {
            throw new AssertionSyntaxException("operator " + operator.text() + " needs a value");
        }
        JsonNode value = assertion.get("value");
        return new Assertion(
                Source.parse(assertion), operator, Expected.parse(value == null ? NullNode.getInstance() : value));
    }

    /** Compares; never throws for what the documents hold. */
    public CheckResult evaluate(PathScope scope) {
        return switch (source.evaluate(scope)) {
            case Source.Outcome.Unsuitable(String message) -> new CheckResult(false, null, null, message, null);
            case Source.Outcome.Actual(PathResult result) -> compare(result, scope);
        };
    }

    private CheckResult compare(PathResult result, PathScope scope) {
        if (!operator.needsValue()) {
            return Check.evaluate(operator, result, null, source.generation());
        }
        return switch (expected.resolve(scope)) {
            case Transform.Transformed.Value(JsonNode value) ->
                Check.evaluate(operator, result, value, source.generation());
            case Transform.Transformed.Unsuitable(String message) ->
                new CheckResult(
                        false,
                        null,
                        result instanceof PathResult.Found(JsonNode node) ? Shortening.shorten(node) : null,
                        message,
                        null);
        };
    }
}
