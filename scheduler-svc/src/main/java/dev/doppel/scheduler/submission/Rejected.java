package dev.doppel.scheduler.submission;

import dev.doppel.definition.problem.Problem;
import java.util.List;

/** A submission that is not taken; the message is for the user. */
public final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient List<Problem> problems;

    /** Why; each is a problem type of the API. */
    public enum Kind {
        BUNDLE("bundle", 422, "The bundle cannot be read"),
        BUNDLE_TOO_LARGE("bundle-too-large", 413, "The bundle is too large"),
        INVALID("invalid-definitions", 422, "Nothing is left to run"),
        STRICT("strict", 422, "Something is in error and the submission is strict"),
        KEY_REUSED("idempotency-key-reused", 422, "The idempotency key belongs to another submission"),
        OPTION("option", 400, "An option is wrong");

        private final String word;
        private final int status;
        private final String title;

        Kind(String word, int status, String title) {
            this.word = word;
            this.status = status;
            this.title = title;
        }

        /** Stable kebab-case word. */
        public String word() {
            return word;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }

        /** One line for people. */
        public String title() {
            return title;
        }
    }

    public Rejected(Kind kind, String message, List<Problem> problems) {
        super(message);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong in the user's files, with positions. */
    public List<Problem> problems() {
        return problems;
    }
}
