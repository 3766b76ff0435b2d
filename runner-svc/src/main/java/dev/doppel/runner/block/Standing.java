package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one block stands on one view. Immutable.
 *
 * @param passed whether everything in it holds on this view
 * @param firm whether no further evidence can change that
 * @param results one per comparison, in order
 * @param bindings variables it sets
 * @param notes remarks for the reader of the run
 */
public record Standing(
        boolean passed,
        boolean firm,
        List<AssertionResult> results,
        Map<String, JsonNode> bindings,
        List<String> notes) {
    public Standing {
        results = List.copyOf(results);
        bindings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(bindings));
        notes = List.copyOf(notes);
    }

    /** The same, now final because everything it was seen on is. */
    public Standing decided() {
        return firm ? this : new Standing(passed, true, results, bindings, notes);
    }

    /** The same when it uses a value that may still change. */
    Standing loose() {
        return new Standing(passed, false, results, bindings, notes);
    }

    /** What it becomes when its evidence was lost: neither passed nor failed. */
    public Standing inconclusive(String why) {
        List<AssertionResult> unsure = results.stream()
                .map(r -> r.outcome() == Outcome.SKIPPED
                        ? r
                        : new AssertionResult(
                                r.blockIndex(),
                                r.assertionIndex(),
                                r.kind(),
                                r.path(),
                                r.operator(),
                                r.expected(),
                                r.actual(),
                                Outcome.INCONCLUSIVE,
                                why,
                                r.note(),
                                List.of(),
                                r.position()))
                .toList();
        return new Standing(false, true, unsure, Map.of(), notes);
    }
}
