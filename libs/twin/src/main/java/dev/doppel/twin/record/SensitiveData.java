package dev.doppel.twin.record;

import dev.doppel.twin.http.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says where recordings carried credentials, by the names that are left of them: authorization headers, cookies, key-like names in a query.
 * Their values were never kept. Pure.
 */
public final class SensitiveData {
    private static final int MOST = 100;
    private static final Redaction RULES = Redaction.defaults();

    private SensitiveData() {}

    /** A sentence for each place, each only once; of more than 100 the first ones. */
    public static List<String> warnings(List<Recording> recordings) {
        Set<String> out = new LinkedHashSet<>();
        for (Recording r : recordings) {
            for (String place : places(r)) {
                out.add(r.method() + " " + r.host() + r.path() + ": " + place + "; its value was not recorded");
                if (out.size() > MOST) {
                    return List.copyOf(out).subList(0, MOST);
                }
            }
        }
        return List.copyOf(out);
    }

    private static List<String> places(Recording r) {
        List<String> out = new ArrayList<>();
        headers("request", r.requestHeaders(), out);
        headers("response", r.headers(), out);
        for (Query.Pair pair : Query.parse(r.query()).pairs()) {
            if (RULES.secret(pair.name()) || pair.value().contains(Redaction.MARK)) {
                out.add("the query parameter " + pair.name() + " looks like a key");
            }
        }
        return out;
    }

    private static void headers(String which, Map<String, List<String>> headers, List<String> out) {
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("cookie") || lower.equals("set-cookie")) {
                out.add("the " + which + " carries cookies (" + name + ")");
            } else if (RULES.secret(name) || values.contains(Redaction.MARK)) {
                out.add("the " + which + " header " + name + " carries a credential");
            }
        });
    }
}
