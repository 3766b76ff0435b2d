package dev.doppel.twin.admin;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.journal.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** /requests. */
final class LogArea implements AdminApi.Area {
    private final TwinInstance twin;
    private final String workspace;

    LogArea(TwinInstance twin, String workspace) {
        this.twin = twin;
        this.workspace = workspace;
    }

    private Map<String, Object> shown(LogEntry entry) {
        return entry.asMap(workspace);
    }

    @Override
    public @Nullable TwinResponse answer(AdminApi.Ask ask) {
        if (ask.is("GET", "requests")) {
            List<LogEntry> all = twin.journal().select(wanted(ask));
            int offset = Math.min(ask.number("offset", 0), all.size());
            int to = (int) Math.min(all.size(), (long) offset + ask.number("limit", 100));
            return AdminApi.ok(Map.of(
                    "requests",
                    all.subList(offset, to).stream().map(this::shown).toList(),
                    "total",
                    (long) all.size(),
                    "count",
                    (long) (to - offset)));
        }
        if (ask.is("GET", "requests", "*")) {
            LogEntry entry = twin.journal().find(ask.parts().get(1));
            return entry == null
                    ? AdminApi.error(
                            404,
                            "not_found",
                            "there is no request " + ask.parts().get(1))
                    : AdminApi.ok(shown(entry));
        }
        if (ask.is("DELETE", "requests")) {
            return AdminApi.ok(Map.of("cleared", (long) twin.journal().remove(e -> true)));
        }
        return null;
    }

    private static Predicate<LogEntry> wanted(AdminApi.Ask ask) {
        String method = ask.query("method");
        String path = ask.query("path");
        String matched = ask.query("matched");
        String status = ask.query("status");
        String protocol = ask.query("protocol");
        String failed = ask.query("hasError");
        boolean unmatched = "true".equals(ask.query("unmatchedOnly"));
        return e -> (method == null || method.equalsIgnoreCase(e.method()))
                && (path == null || e.path().startsWith(path))
                && (matched == null || matched.equals(e.mock()))
                && (status == null || status.equals(Integer.toString(e.status())))
                && (protocol == null || protocol.equalsIgnoreCase("http"))
                && (failed == null || failed.equals(Boolean.toString(e.status() >= 400)))
                && (!unmatched || e.mock() == null);
    }
}
