package dev.doppel.matching.urlpattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code url} of an old match block (spec 7.5). Immutable, thread-safe.
 *
 * @param text as written
 * @param host null when the pattern begins with {@code /}; lower case; may hold stars
 * @param rest what must occur in the URL; null when the pattern is a host alone; may hold stars
 */
record UrlPattern(
        String text, @Nullable String host, @Nullable String rest) {
    static UrlPattern parse(String text) {
        String pattern = withoutScheme(text);
        if (pattern.startsWith("/")) {
            return new UrlPattern(text, null, pattern);
        }
        int cut = 0;
        while (cut < pattern.length() && "/?".indexOf(pattern.charAt(cut)) < 0) {
            cut++;
        }
        String host = withoutPort(pattern.substring(0, cut)).toLowerCase(Locale.ROOT);
        return new UrlPattern(text, host, cut == pattern.length() ? null : pattern.substring(cut));
    }

    /**
     * Whether an entry is meant.
     *
     * @param target the entry's target host
     * @param url the entry's full URL
     */
    boolean test(String target, String url) {
        if (host == null) {
            return rest == null || occurs(rest, url);
        }
        return matchesWhole(host, target.toLowerCase(Locale.ROOT))
                && (rest == null || occurs(rest, withoutOrigin(url)));
    }

    /** The URL from its path on. */
    private static String withoutOrigin(String url) {
        String rest = withoutScheme(url);
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/') {
                return rest.substring(i);
            }
            if (rest.charAt(i) == '?') {
                return "/" + rest.substring(i);
            }
        }
        return "/";
    }

    private static String withoutScheme(String text) {
        for (String scheme : List.of("http://", "https://")) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        return text;
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0
                && colon < host.length() - 1
                && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return port ? host.substring(0, colon) : host;
    }

    private static boolean occurs(String wanted, String text) {
        int at = 0;
        for (String piece : pieces(wanted)) {
            int found = text.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    private static boolean matchesWhole(String wanted, String text) {
        List<String> pieces = pieces(wanted);
        if (pieces.size() == 1) {
            return wanted.equals(text);
        }
        String first = pieces.getFirst();
        String last = pieces.getLast();
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = text.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
        }
        return at <= text.length() - last.length();
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', start)) {
            pieces.add(text.substring(start, star));
            start = star + 1;
        }
        pieces.add(text.substring(start));
        return pieces;
    }
}
