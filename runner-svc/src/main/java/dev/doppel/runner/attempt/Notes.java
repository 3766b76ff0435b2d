package dev.doppel.runner.attempt;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.definition.model.Settings;
import dev.doppel.runner.block.Report;
import dev.doppel.runner.evidence.Seen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Remarks for the reader of a run, each once, bounded. Thread-safe. */
final class Notes {
    private static final int MOST = 100;
    private static final int LONGEST = 500;

    private final Set<String> all = new LinkedHashSet<>();

    synchronized void add(String note) {
        if (all.size() < MOST) {
            all.add(Report.shorten(note, LONGEST));
        }
    }

    synchronized List<String> all() {
        return List.copyOf(all);
    }

    /** What the evidence as a whole says: mocks that matched alike, and calls that left the environment. */
    void ofEvidence(List<Seen> exchanges) {
        Map<String, Integer> outside = new TreeMap<>();
        for (Seen seen : exchanges) {
            Exchange exchange = seen.latest();
            String call = exchange.request().method() + " " + exchange.request().scheme() + "://"
                    + exchange.request().host() + exchange.request().path();
            if (exchange.tiedWith() != null) {
                add("mocks '" + exchange.answerer() + "' and '" + exchange.tiedWith() + "' are indistinguishable for "
                        + call + "; the first one answered");
            }
            if (exchange.answeredBy() == Exchange.AnsweredBy.OUTSIDE) {
                outside.merge(call, 1, Integer::sum);
            }
        }
        outside.forEach(
                (call, count) -> add("left the environment: " + call + (count > 1 ? " (" + count + " times)" : "")));
    }

    /** Warns of calls that look like an endless loop (spec 7.7). */
    void flood(String step, List<Exchange> window, Settings settings) {
        if (window.size() > settings.maxCallsPerStep()) {
            add("endless call loop? " + window.size() + " calls in step '" + step + "'");
        }
        Map<String, Integer> pairs = new TreeMap<>();
        List<String> loud = new ArrayList<>();
        for (Exchange exchange : window) {
            String pair = (exchange.origin() == null ? "the test" : exchange.origin()) + " to " + exchange.target()
                    + exchange.request().path();
            if (pairs.merge(pair, 1, Integer::sum) == settings.maxCallsPerPair() + 1) {
                loud.add(pair);
            }
        }
        loud.forEach(pair ->
                add("endless call loop? " + pairs.get(pair) + " calls from " + pair + " in step '" + step + "'"));
    }
}
