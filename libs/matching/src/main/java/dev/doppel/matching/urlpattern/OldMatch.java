package dev.doppel.matching.urlpattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The criteria of an old match block over traffic entries (spec 7.5). Immutable, thread-safe. */
public final class OldMatch {
    private static final String BROWSER = "chromium";

    private final @Nullable String origin;
    private final @Nullable String method;
    private final @Nullable UrlPattern url;

    private OldMatch(@Nullable String origin, @Nullable String method, @Nullable UrlPattern url) {
        this.origin = origin;
        this.method = method;
        this.url = url;
    }

    /** Compiles; null means not given, {@code *} any origin or method. Any text is a legal url pattern. */
    public static OldMatch of(@Nullable String origin, @Nullable String method, @Nullable String url) {
        return new OldMatch(
                "*".equals(origin) ? null : origin,
                "*".equals(method) ? null : method,
                url == null ? null : UrlPattern.parse(url));
    }

    /** Whether the traffic entry (spec 3.10) is selected. */
    public boolean test(JsonNode entry) {
        return originHolds(entry) && methodHolds(entry) && urlHolds(entry);
    }

    /** The criteria that do not hold, as sentences; empty when selected. */
    public List<String> failing(JsonNode entry) {
        List<String> failing = new ArrayList<>();
        if (!originHolds(entry)) {
            failing.add("origin is " + text(entry.path("origin"), "none (a test step)") + ", not " + origin);
        }
        if (!methodHolds(entry)) {
            failing.add("method is " + text(entry.path("request").path("method"), "missing") + ", not " + method);
        }
        if (!urlHolds(entry)) {
            failing.add("url is " + text(entry.path("request").path("url"), "missing") + ", not "
                    + (url == null ? "" : url.text()));
        }
        return failing;
    }

    private boolean originHolds(JsonNode entry) {
        if (origin == null) {
            return true;
        }
        String actual = entry.path("origin").asText("");
        return origin.equals(actual) || (origin.equals("browser") && actual.equals(BROWSER));
    }

    private boolean methodHolds(JsonNode entry) {
        return method == null
                || method.equalsIgnoreCase(entry.path("request").path("method").asText(""));
    }

    private boolean urlHolds(JsonNode entry) {
        return url == null
                || url.test(
                        entry.path("to").asText(""),
                        entry.path("request").path("url").asText(""));
    }

    private static String text(JsonNode node, String absent) {
        return node.isNull() || node.isMissingNode() ? absent : node.asText();
    }
}
