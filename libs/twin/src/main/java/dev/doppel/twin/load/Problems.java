package dev.doppel.twin.load;

import dev.doppel.twin.value.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects problems of one load; bounded to 1 000. Confined to the loading thread. */
public final class Problems {
    private static final int MAX = 1_000;

    private final List<Problem> all = new ArrayList<>();
    private String file = "";
    private Map<String, Position> positions = Map.of();

    /** Problems reported from now on belong to this file. */
    public void enter(String name, Map<String, Position> where) {
        this.file = name;
        this.positions = where;
    }

    public void error(String code, String pointer, String message) {
        add(Problem.at(Problem.Severity.ERROR, code, file, pointer, place(pointer), message));
    }

    public void warn(String code, String pointer, String message) {
        add(Problem.at(Problem.Severity.WARNING, code, file, pointer, place(pointer), message));
    }

    /** A problem in another file than the one entered. */
    public void errorIn(String name, String code, String pointer, String message) {
        add(new Problem(Problem.Severity.ERROR, code, name, pointer, 0, 0, message));
    }

    /** As {@link #errorIn}, as a warning. */
    public void warnIn(String name, String code, String pointer, String message) {
        add(new Problem(Problem.Severity.WARNING, code, name, pointer, 0, 0, message));
    }

    public void add(Problem problem) {
        if (all.size() < MAX && !all.contains(problem)) {
            all.add(problem);
        }
    }

    private @Nullable Position place(String pointer) {
        String at = pointer;
        while (true) {
            Position position = positions.get(at);
            if (position != null || at.isEmpty()) {
                return position;
            }
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
    }

    public List<Problem> warnings() {
        return all.stream()
                .filter(p -> p.severity() == Problem.Severity.WARNING)
                .toList();
    }

    public List<Problem> errors() {
        return all.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    }

    /** Throws when an error has been collected. */
    public void throwIfBroken() {
        List<Problem> errors = errors();
        if (!errors.isEmpty()) {
            throw new TwinLoadException(errors);
        }
    }
}
