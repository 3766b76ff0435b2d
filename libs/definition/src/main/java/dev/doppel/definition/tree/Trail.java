package dev.doppel.definition.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The way to a node, written out only when somebody asks: long keys above many nodes cost nothing. Immutable. */
public final class Trail {
    private final @Nullable Trail parent;
    private final String step;

    private Trail(@Nullable Trail parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    public static Trail of(String start) {
        return new Trail(null, start);
    }

    public Trail key(String key) {
        return new Trail(this, "." + key);
    }

    public Trail index(int index) {
        return new Trail(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        Deque<String> steps = new ArrayDeque<>();
        for (Trail at = this; at != null; at = at.parent) {
            steps.addFirst(at.step);
        }
        return String.join("", steps);
    }
}
