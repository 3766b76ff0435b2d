package dev.doppel.matching.value;

import org.jspecify.annotations.Nullable;

/**
 * Passed or not, with words. A plain mismatch has no words; a failure with words is a comparison that was not possible and stays a
 * failure when negated.
 */
record Verdict(boolean passed, @Nullable String words) {
    static Verdict of(boolean passed) {
        return new Verdict(passed, null);
    }

    static Verdict failed(String error) {
        return new Verdict(false, error);
    }

    Verdict negated() {
        return !passed && words != null ? this : new Verdict(!passed, words);
    }
}
