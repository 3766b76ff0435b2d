package dev.doppel.cli.doctor;

import java.util.List;

/**
 * The outcome of looking at one thing.
 *
 * @param name what was looked at
 * @param state how it is
 * @param detail what was found
 * @param advice what to do when it is not fine, may be empty
 */
public record Check(String name, State state, String detail, String advice) {
    /** FINE, LIMITED (works, with less), MISSING (runs are impossible). */
    public enum State {
        FINE,
        LIMITED,
        MISSING
    }

    static Check fine(String name, String detail) {
        return new Check(name, State.FINE, detail, "");
    }

    static Check limited(String name, String detail, String advice) {
        return new Check(name, State.LIMITED, detail, advice);
    }

    static Check missing(String name, String detail, String advice) {
        return new Check(name, State.MISSING, detail, advice);
    }

    /** The worst of several. */
    static State worst(List<Check> checks) {
        return checks.stream().map(Check::state).max(Enum::compareTo).orElse(State.FINE);
    }
}
