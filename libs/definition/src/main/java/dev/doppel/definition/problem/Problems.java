package dev.doppel.definition.problem;

import dev.doppel.definition.model.SourceRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects findings; nothing stops at the first one. Equal findings are kept once, and at most {@link #LIMIT} in all, the last of
 * which says that more were left out. Not thread-safe.
 */
public final class Problems {
    /** So many findings of one definition help nobody more than these. */
    public static final int LIMIT = 1000;

    private final List<Problem> found = new ArrayList<>();
    private final Set<Problem> seen = new HashSet<>();
    private boolean errors;

    public void error(String code, SourceRef at, String path, String message, String advice) {
        add(new Problem(Problem.Severity.ERROR, code, at, path, message, advice));
    }

    public void warning(String code, SourceRef at, String path, String message, String advice) {
        add(new Problem(Problem.Severity.WARNING, code, at, path, message, advice));
    }

    public void add(Problem problem) {
        errors |= problem.isError();
        if (found.size() > LIMIT || !seen.add(problem)) {
            return;
        }
        if (found.size() == LIMIT) {
            found.add(new Problem(
                    problem.severity(),
                    "too-many",
                    problem.at(),
                    "",
                    "more than " + LIMIT + " problems; the others are not listed",
                    ""));
            return;
        }
        found.add(problem);
    }

    public void addAll(Iterable<Problem> problems) {
        problems.forEach(this::add);
    }

    /** True once an error was added, even one that is not listed any more. */
    public boolean hasErrors() {
        return errors;
    }

    /** What was found so far, in the order of finding. */
    public List<Problem> list() {
        return List.copyOf(found);
    }
}
