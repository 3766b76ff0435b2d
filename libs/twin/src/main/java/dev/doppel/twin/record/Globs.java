package dev.doppel.twin.record;

import java.util.Locale;

/** Patterns of hosts and paths: {@code *} stands for any text, also for none and for one with slashes. Case does not matter. Pure. */
final class Globs {
    private Globs() {}

    /** In time proportional to both lengths at worst, whatever the pattern. */
    static boolean matches(String pattern, String text) {
        String p = pattern.toLowerCase(Locale.ROOT);
        String t = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < t.length()) {
            if (at < p.length() && p.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < p.length() && p.charAt(at) == t.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < p.length() && p.charAt(at) == '*') {
            at++;
        }
        return at == p.length();
    }
}
