package dev.doppel.matching.mock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the best candidate among lists that are each in the order of rank. Confined to one selection. */
final class Contest {
    private static final int MAX_TIES = 10;
    private static final int MANY_LISTS = 16;
    private static final long REGEX_NANOS = 500_000_000L;

    private final List<Bucket> buckets;
    private final List<List<Compiled>> lists = new ArrayList<>();
    private int[] places = {};
    private final RequestView request;
    private final List<String> diagnostics = new ArrayList<>();
    private @Nullable BodyTexts texts;
    private long spent;

    Contest(List<Bucket> buckets, RequestView request) {
        this.buckets = buckets;
        this.request = request;
    }

    Selection run() {
        fill();
        Compiled winner = null;
        List<MockRule> ties = new ArrayList<>();
        for (Compiled next = next(); next != null; next = next()) {
            if (winner != null && (next.group() != winner.group() || ties.size() == MAX_TIES)) {
                break;
            }
            if (!bodyHolds(next)) {
                continue;
            }
            if (winner == null) {
                winner = next;
            } else {
                ties.add(next.rule());
            }
        }
        return winner == null && diagnostics.isEmpty()
                ? Selection.NONE
                : new Selection(winner == null ? null : winner.rule(), ties, diagnostics);
    }

    private void fill() {
        for (Bucket bucket : buckets) {
            lists.add(bucket.filters() ? bucket.candidates(texts()) : bucket.candidates());
        }
        if (lists.size() > MANY_LISTS) {
            List<Compiled> all = new ArrayList<>();
            lists.forEach(all::addAll);
            all.sort(Comparator.comparingInt(Compiled::rank));
            lists.clear();
            lists.add(all);
        }
        places = new int[lists.size()];
    }

    /** The best rule not yet seen; null when there is none. */
    private @Nullable Compiled next() {
        Compiled best = null;
        int from = -1;
        for (int i = 0; i < places.length; i++) {
            List<Compiled> list = lists.get(i);
            if (places[i] < list.size()) {
                Compiled head = list.get(places[i]);
                if (best == null || head.rank() < best.rank()) {
                    best = head;
                    from = i;
                }
            }
        }
        if (from >= 0) {
            places[from]++;
        }
        return best;
    }

    private boolean bodyHolds(Compiled rule) {
        BodyPredicate predicate = rule.body();
        if (predicate == null) {
            return true;
        }
        BodyTexts made = texts();
        if (made.texts().isEmpty()) {
            return false;
        }
        if (predicate instanceof BodyPredicate.Matches && spent > REGEX_NANOS) {
            overBudget(rule);
            return false;
        }
        long start = System.nanoTime();
        BodyPredicate.Outcome outcome = predicate.test(made);
        spent += System.nanoTime() - start;
        if (outcome == BodyPredicate.Outcome.OVER_BUDGET) {
            overBudget(rule);
        }
        return outcome == BodyPredicate.Outcome.HOLDS;
    }

    private BodyTexts texts() {
        BodyTexts made = texts;
        if (made == null) {
            made = new BodyTexts(request.body().get());
            texts = made;
        }
        return made;
    }

    private void overBudget(Compiled rule) {
        if (diagnostics.size() < MAX_TIES) {
            diagnostics.add("mock \"" + rule.rule().name() + "\": the regex took too long on the body of "
                    + request.method() + " " + request.host() + PathPattern.withoutQuery(request.rawPath())
                    + " and counts as no match; use a simpler pattern");
        }
    }
}
