package dev.doppel.matching.mock;

import java.util.List;

/**
 * A text with inner stars, each one or more characters except {@code /}; when open, a final star of any characters follows.
 * Matching never goes back more than to the last star, so it is linear in practice and never exponential. Immutable.
 */
record Glob(List<String> pieces, boolean open) {
    /** Splits at stars; several in a row are one. */
    static Glob of(String text, boolean open) {
        List<String> pieces = List.of(text.replaceAll("\\*+", "*").split("\\*", -1));
        return new Glob(pieces, open);
    }

    /** The literal text before the first star. */
    String prefix() {
        return pieces.getFirst();
    }

    /** Whether {@code text} from {@code from} to {@code to} matches; when open, {@code to} may lie behind slashes. */
    boolean matches(String text, int from, int to) {
        String first = pieces.getFirst();
        if (to - from < first.length() || !text.startsWith(first, from)) {
            return false;
        }
        int at = from + first.length();
        if (pieces.size() == 1) {
            return open || at == to;
        }
        int slash = text.indexOf('/', from);
        int end = slash < 0 || slash > to ? to : slash;
        for (int i = 1; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            boolean last = i == pieces.size() - 1;
            if (last && !open) {
                int start = to - piece.length();
                return end == to && start > at && text.startsWith(piece, start);
            }
            int found = text.indexOf(piece, at + 1);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }
}
