package dev.doppel.matching.mock;

import dev.doppel.matching.regex.Regex;
import dev.doppel.matching.regex.RegexSearch;
import dev.doppel.matching.regex.RegexSyntaxException;
import java.util.Locale;

/** A compiled body criterion (spec 4.4). Immutable. */
sealed interface BodyPredicate {
    /** Whether and why not. */
    enum Outcome {
        HOLDS,
        FAILS,
        OVER_BUDGET
    }

    /** Substring ignoring case. */
    record Contains(String lowered) implements BodyPredicate {}

    /** Regex search. */
    record Matches(Regex regex) implements BodyPredicate {}

    static BodyPredicate of(BodyCriterion criterion) {
        return switch (criterion) {
            case BodyCriterion.Contains(String text) -> {
                if (text.isEmpty()) {
                    throw new MockSyntaxException("an empty text to look for in the body; leave it out or write one");
                }
                yield new Contains(text.toLowerCase(Locale.ROOT));
            }
            case BodyCriterion.Matches(String regex) -> {
                try {
                    yield new Matches(Regex.compile(regex));
                } catch (RegexSyntaxException e) {
                    throw new MockSyntaxException("body criterion: " + e.getMessage());
                }
            }
        };
    }

    default Outcome test(BodyTexts texts) {
        return switch (this) {
            case Contains(String wanted) ->
                texts.lowered().stream().anyMatch(t -> t.contains(wanted)) ? Outcome.HOLDS : Outcome.FAILS;
            case Matches(Regex regex) -> search(regex, texts);
        };
    }

    private static Outcome search(Regex regex, BodyTexts texts) {
        Outcome outcome = Outcome.FAILS;
        for (String text : texts.texts()) {
            switch (regex.search(text)) {
                case RegexSearch.Match m -> {
                    return Outcome.HOLDS;
                }
                case RegexSearch.OverBudget o -> outcome = Outcome.OVER_BUDGET;
                case RegexSearch.NoMatch n -> {}
            }
        }
        return outcome;
    }
}
