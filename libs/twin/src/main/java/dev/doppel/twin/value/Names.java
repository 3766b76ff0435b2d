package dev.doppel.twin.value;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names as people vary them: case and underscores aside, CamelCase to snake_case, nearest spelling. */
public final class Names {
    private Names() {}

    /** Lower case without underscores and dashes. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** {@code FriendlyName} to {@code friendly_name}; digits and acronyms stay together. */
    public static String snake(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1)) && name.charAt(i - 1) != '_';
                boolean beforeLower = i > 0
                        && Character.isUpperCase(name.charAt(i - 1))
                        && i + 1 < name.length()
                        && Character.isLowerCase(name.charAt(i + 1));
                if (afterLower || beforeLower) {
                    out.append('_');
                }
                out.append(Character.toLowerCase(c));
            } else {
                out.append(c == '-' ? '_' : c);
            }
        }
        return out.toString();
    }

    /** Up to {@code limit} candidates nearest to the name, nearest first, none further than half its length plus two edits. */
    public static List<String> nearest(String name, Stream<String> candidates, int limit) {
        String want = name.toLowerCase(Locale.ROOT);
        record Near(String text, int distance) {}
        return candidates
                .filter(c -> Math.abs(c.length() - name.length()) <= name.length() / 2 + 2 && c.length() < 300)
                .map(c -> new Near(c, distance(want, c.toLowerCase(Locale.ROOT))))
                .filter(n -> n.distance() <= name.length() / 2 + 2)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::text))
                .limit(limit)
                .map(Near::text)
                .toList();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
