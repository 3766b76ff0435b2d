package dev.doppel.matching.mock;

/** Levenshtein distance, for suggestions only. */
final class EditDistance {
    private static final int MAX_LENGTH = 253;

    private EditDistance() {}

    static boolean within(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit || a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
            return false;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()] <= limit;
    }
}
