package dev.doppel.dns.serve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Callers that were refused because they are no item of the environment, counted per address until somebody takes the counts. Of a flood of
 * addresses only the first are told apart. Thread-safe.
 */
final class Strangers {
    private static final int MOST_ADDRESSES = 64;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long others;

    synchronized void refused(String address) {
        if (counts.containsKey(address) || counts.size() < MOST_ADDRESSES) {
            counts.merge(address, 1L, Long::sum);
        } else {
            others++;
        }
    }

    /** What came since the last time, a sentence for each address. */
    synchronized List<String> take() {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        counts.forEach((address, count) -> sentences.add(address + " asked for names " + times(count)
                + " and got no answer: no item of this environment has that address"));
        if (others > 0) {
            sentences.add("further addresses asked for names " + times(others) + " and got no answer");
        }
        counts.clear();
        others = 0;
        return Collections.unmodifiableList(sentences);
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }
}
