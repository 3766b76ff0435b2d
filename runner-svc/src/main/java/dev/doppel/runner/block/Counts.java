package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.SourcePosition;
import dev.doppel.definition.model.CountRule;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.matching.template.VariableLookup;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts of matches (spec 7.4): a lower bound that holds, and an upper bound that is broken, stay so. Pure. */
final class Counts {
    private Counts() {}

    /**
     * Compares a count.
     *
     * @param nearest candidates to list when it fails
     */
    static Comparison check(
            int block,
            int index,
            String kind,
            String path,
            CountRule rule,
            int count,
            Firmness list,
            List<String> nearest,
            VariableLookup variables,
            @Nullable SourcePosition at) {
        String operator = rule.comparison().name().toLowerCase(Locale.ROOT);
        int wanted;
        try {
            wanted = wanted(rule.value(), variables);
        } catch (TemplateException | IllegalArgumentException e) {
            return new Comparison(
                    new AssertionResult(
                            block,
                            index,
                            kind,
                            path,
                            operator,
                            Report.value(rule.value()),
                            null,
                            Report.outcome(false),
                            String.valueOf(e.getMessage()),
                            null,
                            List.of(),
                            at),
                    false,
                    true);
        }
        boolean passed = switch (rule.comparison()) {
            case EQ -> count == wanted;
            case GT -> count > wanted;
            case GTE -> count >= wanted;
            case LT -> count < wanted;
            case LTE -> count <= wanted;
        };
        boolean settles = switch (rule.comparison()) {
            case GT, GTE -> passed;
            case LT, LTE -> !passed;
            case EQ -> count > wanted;
        };
        boolean firm = list == Firmness.FIRM || (list == Firmness.GROWING && settles);
        String error = passed
                ? null
                : "expected " + words(rule.comparison(), wanted) + " of " + path + ", found " + count
                        + (rule.given() ? "" : " (a block without count wants at least one)");
        return new Comparison(
                new AssertionResult(
                        block,
                        index,
                        kind,
                        path,
                        operator,
                        Integer.toString(wanted),
                        Integer.toString(count),
                        Report.outcome(passed),
                        error,
                        null,
                        passed ? List.of() : nearest,
                        at),
                passed,
                firm);
    }

    private static String words(CountRule.Comparison comparison, int wanted) {
        return switch (comparison) {
            case EQ -> "exactly " + wanted;
            case GT -> "more than " + wanted;
            case GTE -> "at least " + wanted;
            case LT -> "fewer than " + wanted;
            case LTE -> "at most " + wanted;
        };
    }

    private static int wanted(JsonNode value, VariableLookup variables) {
        JsonNode number = value instanceof TextNode text
                ? Template.parse(text.textValue()).evaluate(variables)
                : value;
        if (number.isTextual() && number.textValue().matches("[0-9]{1,9}")) {
            return Integer.parseInt(number.textValue());
        }
        if (!number.isNumber()
                || number.decimalValue().stripTrailingZeros().scale() > 0
                || number.decimalValue().signum() < 0
                || !number.canConvertToInt()) {
            throw new IllegalArgumentException(
                    "a count is compared with an integer from 0, not with " + Report.value(number));
        }
        return number.intValue();
    }
}
