package dev.doppel.twin.convert;

import dev.doppel.twin.http.Query;
import java.util.LinkedHashMap;
import java.util.Map;

/** A URL as documents write it, taken apart for a matcher: path with "/" in front, query decoded. */
record Urls(String path, Map<String, String> query) {

    /** Everything up to the path is dropped: scheme and host, or a first segment that is an unresolved variable. */
    static Urls of(String url) {
        String rest = url.strip();
        int hash = rest.indexOf('#');
        rest = hash < 0 ? rest : rest.substring(0, hash);
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        rest = mark < 0 ? rest : rest.substring(0, mark);
        int scheme = rest.indexOf("://");
        if (scheme >= 0 || !rest.startsWith("/")) {
            int slash = rest.indexOf('/', scheme < 0 ? 0 : scheme + 3);
            rest = slash < 0 ? "/" : rest.substring(slash);
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        Query.parse(query).pairs().forEach(p -> pairs.putIfAbsent(p.name(), p.value()));
        return new Urls(rest.isEmpty() ? "/" : rest, pairs);
    }

    /** A path that stands for itself: nothing in it is read as a template. */
    static String literal(String path) {
        return path.replace("{", "%7B").replace("}", "%7D").replace("*", "%2A").replace(" ", "%20");
    }

    /** A name that can stand between braces. */
    static String name(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean fine = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            out.append(fine ? c : '_');
        }
        return out.isEmpty() ? "p" : out.toString();
    }
}
