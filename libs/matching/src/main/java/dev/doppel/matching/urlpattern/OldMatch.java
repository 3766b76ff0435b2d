package dev.doppel.matching.urlpattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The criteria of an old match block over traffic entries (spec 7.5). Immutable, thread-safe. */
public final class OldMatch {
    private OldMatch() {}

    /** Compiles; null means not given. Any text is a legal url pattern. */
    public static OldMatch of(@Nullable String origin, @Nullable String method, @Nullable String url) {
        throw new UnsupportedOperationException();
    }

    /** Whether the traffic entry (spec 3.10) is selected. */
    public boolean test(JsonNode entry) {
        throw new UnsupportedOperationException();
    }

    /** The criteria that do not hold, as sentences; empty when selected. */
    public List<String> failing(JsonNode entry) {
        throw new UnsupportedOperationException();
    }
}
