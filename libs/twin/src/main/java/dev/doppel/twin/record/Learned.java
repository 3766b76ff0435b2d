package dev.doppel.twin.record;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Secrets met so far, in memory only: what was a token in one place is one in every other. The 1 000 newest. Not thread-safe. */
final class Learned {
    private static final int MAX = 1_000;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 8_192;

    private Learned() {}

    static Set<String> none() {
        return new LinkedHashSet<>();
    }

    /** Short texts are not learned: they would be found everywhere. */
    static void add(Set<String> learned, String secret) {
        String bare = secret.strip();
        if (bare.length() < SHORTEST || bare.length() > LONGEST || bare.contains("redacted")) {
            return;
        }
        learned.remove(bare);
        learned.add(bare);
        if (learned.size() > MAX) {
            Iterator<String> oldest = learned.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
