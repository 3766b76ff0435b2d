package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Operand;
import dev.doppel.definition.model.Source;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.path.Generation;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathResult;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.matching.value.Check;
import dev.doppel.matching.value.CheckResult;
import dev.doppel.matching.value.Operator;
import dev.doppel.matching.value.Transform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates single assertions (spec 7.6). Pure. */
final class Assertions {
    private Assertions() {}

    /** What a path led to. */
    private record Read(PathResult value, Generation generation, Firmness firmness) {}

    /** A value that cannot be had, with the reason and whether more evidence could help. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final Firmness firmness;

        Unreadable(String message, Firmness firmness) {
            super(message);
            this.firmness = firmness;
        }
    }

    static Comparison check(int block, Assertion assertion, Scope scope) {
        String shown = shown(assertion.source());
        String operator = assertion.operator().text();
        if (assertion.disabled()) {
            return new Comparison(
                    Report.skipped(
                            block, assertion.index(), shown, operator, "disabled", Language.position(assertion.at())),
                    true,
                    true);
        }
        try {
            Read actual = read(assertion.source(), scope);
            Read expected = expected(assertion.operand(), scope);
            JsonNode wanted = expected == null ? null : ((PathResult.Found) expected.value()).node();
            Operator op = assertion.operator();
            CheckResult result = Check.evaluate(op, actual.value(), wanted, actual.generation());
            Firmness other = expected == null ? Firmness.FIRM : expected.firmness();
            boolean firm = firm(assertion, actual.firmness(), other, result);
            String error = null;
            if (!result.passed()) {
                error = result.error() != null
                        ? result.error()
                        : Report.sentence(operator, result.expected(), result.actual());
                error = noMatch(shown, scope) + error;
            }
            AssertionResult report = new AssertionResult(
                    block,
                    assertion.index(),
                    "field",
                    shown,
                    operator,
                    Report.value(result.expected()),
                    Report.value(result.actual()),
                    Report.outcome(result.passed()),
                    error,
                    result.note(),
                    List.of(),
                    Language.position(assertion.at()));
            return new Comparison(report, result.passed(), firm);
        } catch (Unreadable e) {
            return failed(block, assertion, shown, noMatch(shown, scope) + e.getMessage(), e.firmness == Firmness.FIRM);
        } catch (TemplateException | PathSyntaxException e) {
            return failed(block, assertion, shown, String.valueOf(e.getMessage()), true);
        }
    }

    private static Comparison failed(int block, Assertion assertion, String shown, String error, boolean firm) {
        return new Comparison(
                new AssertionResult(
                        block,
                        assertion.index(),
                        "field",
                        shown,
                        assertion.operator().text(),
                        assertion.operand() instanceof Operand.Literal literal ? Report.value(literal.value()) : null,
                        null,
                        Outcome.FAILED,
                        error,
                        null,
                        List.of(),
                        Language.position(assertion.at())),
                false,
                firm);
    }

    private static String noMatch(String shown, Scope scope) {
        Matches matches = scope.matches();
        return matches != null && matches.elements().isEmpty() && shown.contains("$.match") ? "no entry matched: " : "";
    }

    /** How a source is shown: its path, with the transform before it. */
    static String shown(Source source) {
        return source.transform() == null ? source.path() : source.transform().text() + " of " + source.path();
    }

    private static Read read(Source source, Scope scope) throws Unreadable {
        String raw = source.path();
        Read read;
        if (Language.hasExpression(raw) && Template.parse(raw).isSingleExpression()) {
            JsonNode value = Template.parse(raw).evaluate(scope.variables());
            read = new Read(new PathResult.Found(value), Generation.NEW, Firmness.FIRM);
        } else {
            read = at(Path.parse(Language.text(raw, scope.variables()), PathKind.VALUE), scope);
        }
        return source.transform() == null ? read : transformed(read, source.transform());
    }

    private static Read at(Path path, Scope scope) {
        return new Read(scope.paths().evaluate(path), path.generation(), scope.firmness(path));
    }

    private static Read transformed(Read read, Transform transform) throws Unreadable {
        return switch (transform.apply(read.value())) {
            case Transform.Transformed.Value value ->
                new Read(new PathResult.Found(value.node()), read.generation(), read.firmness());
            case Transform.Transformed.Unsuitable unsuitable ->
                throw new Unreadable(unsuitable.message(), read.firmness());
        };
    }

    private static @Nullable Read expected(Operand operand, Scope scope) throws Unreadable {
        return switch (operand) {
            case Operand.None none -> null;
            case Operand.Literal literal ->
                new Read(
                        new PathResult.Found(Template.apply(literal.value(), scope.variables(), false)),
                        Generation.NEW,
                        Firmness.FIRM);
            case Operand.FromPath from -> {
                Read read = at(Path.parse(Language.text(from.path(), scope.variables()), PathKind.ROOT), scope);
                if (from.transform() != null) {
                    read = transformed(read, from.transform());
                }
                if (read.value() instanceof PathResult.Missing missing) {
                    throw new Unreadable("the value's reference is missing: " + missing.reason(), read.firmness());
                }
                yield read;
            }
        };
    }

    /** The value of a reference inside a where clause; JSON null when it is missing. */
    static JsonNode reference(Operand.FromPath from, Scope scope) {
        try {
            Read read = expected(from, scope);
            return read != null && read.value() instanceof PathResult.Found found
                    ? found.node()
                    : Json.nodes().nullNode();
        } catch (Unreadable e) {
            return Json.nodes().nullNode();
        }
    }

    /** Whether the outcome survives any further evidence: lists only grow, so some comparisons settle before the list does. */
    private static boolean firm(Assertion assertion, Firmness actual, Firmness expected, CheckResult result) {
        if (expected != Firmness.FIRM || actual == Firmness.LOOSE) {
            return false;
        }
        if (actual == Firmness.FIRM) {
            return true;
        }
        Transform transform = assertion.source().transform();
        if (transform == Transform.LENGTH) {
            return switch (assertion.operator()) {
                case GT, GTE -> result.passed();
                case LT, LTE -> !result.passed();
                default -> false;
            };
        }
        return transform == null
                && switch (assertion.operator()) {
                    case CONTAINS, CONTAINS_IGNORE_CASE, ARRAY_CONTAINS, EXISTS, NOT_EMPTY -> result.passed();
                    case NOT_CONTAINS, NOT_CONTAINS_IGNORE_CASE, ARRAY_NOT_CONTAINS, NOT_EXISTS, IS_EMPTY ->
                        !result.passed();
                    default -> false;
                };
    }
}
