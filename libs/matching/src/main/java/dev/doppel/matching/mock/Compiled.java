package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule ready for selection. All that decides between candidates (spec 4.6) is known before any request, so each rule has a rank;
 * rules that only their place in the file distinguishes share a group. Immutable.
 *
 * @param origin empty = any
 * @param method empty = any
 * @param rank 0 is the best
 */
record Compiled(
        MockRule rule,
        Target target,
        PathPattern path,
        String origin,
        String method,
        @Nullable BodyPredicate body,
        int rank,
        int group) {
    private static final Comparator<Compiled> BY_MERIT = Comparator.comparing((Compiled c) -> c.body == null)
            .thenComparing(Comparator.comparingInt(Compiled::specificity).reversed())
            .thenComparing(c -> c.path.kind())
            .thenComparing(
                    Comparator.comparingInt((Compiled c) -> c.path.literals()).reversed())
            .thenComparing(c -> c.target.port() == 0);

    /** The rules in the order of their rank. */
    static List<Compiled> rank(List<MockRule> rules, Set<String> itemNames) {
        List<Compiled> unranked =
                new ArrayList<>(rules.stream().map(r -> compile(r, itemNames)).toList());
        unranked.sort(BY_MERIT);
        List<Compiled> ranked = new ArrayList<>(unranked.size());
        int group = 0;
        for (int i = 0; i < unranked.size(); i++) {
            Compiled c = unranked.get(i);
            if (i > 0 && BY_MERIT.compare(unranked.get(i - 1), c) != 0) {
                group++;
            }
            ranked.add(new Compiled(c.rule, c.target, c.path, c.origin, c.method, c.body, i, group));
        }
        return List.copyOf(ranked);
    }

    static Compiled compile(MockRule rule, Set<String> itemNames) {
        try {
            BodyCriterion criterion = rule.body();
            return new Compiled(
                    rule,
                    Target.parse(rule.target()),
                    PathPattern.parse(rule.path()),
                    origin(rule.origin(), itemNames),
                    method(rule.method()),
                    criterion == null ? null : BodyPredicate.of(criterion),
                    0,
                    0);
        } catch (MockSyntaxException e) {
            throw new MockSyntaxException("mock \"" + rule.name() + "\": " + e.getMessage());
        }
    }

    boolean matchesHost(String host, Set<String> itemNames) {
        return switch (target.form()) {
            case EXACT -> target.host().equals(host);
            case SUFFIX -> host.length() > target.host().length() + 1 && host.endsWith("." + target.host());
            case ANY -> !itemNames.contains(host);
        };
    }

    private int specificity() {
        return (origin.isEmpty() ? 0 : 1)
                + target.points()
                + (method.isEmpty() ? 0 : 1)
                + path.kind().points();
    }

    private static String origin(@Nullable String origin, Set<String> itemNames) {
        if (origin == null || origin.equals("*")) {
            return "";
        }
        return origin.equals("browser") && !itemNames.contains("browser") ? "chromium" : origin;
    }

    private static String method(@Nullable String method) {
        return method == null || method.equals("*") ? "" : method.toUpperCase(Locale.ROOT);
    }
}
