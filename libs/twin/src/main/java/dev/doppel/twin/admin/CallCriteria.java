package dev.doppel.twin.admin;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.journal.LogEntry;
import dev.doppel.twin.route.JsonPath;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a verification counts ({@code where: {headers, query, bodyJsonPath}}, spec 9): all that is named must be equal. A body above
 * 10 KiB is kept cut, so no JSON path finds anything in it.
 */
record CallCriteria(Map<String, Object> headers, Map<String, Object> query, Map<JsonPath, Object> body)
        implements Predicate<LogEntry> {
    private static final Set<String> KNOWN = Set.of("headers", "query", "bodyJsonPath");

    /** @throws IllegalArgumentException when it names something else, or a path that is none */
    static CallCriteria of(Map<String, Object> where) {
        for (String name : where.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("where has headers, query and bodyJsonPath, not " + name);
            }
        }
        Map<JsonPath, Object> body = new LinkedHashMap<>();
        Values.mapOrEmpty(where.get("bodyJsonPath")).forEach((text, expected) -> {
            JsonPath path = JsonPath.parse(text);
            if (path == null) {
                throw new IllegalArgumentException("not a JSON path: " + text);
            }
            body.put(path, expected);
        });
        return new CallCriteria(
                Values.mapOrEmpty(where.get("headers")), Values.mapOrEmpty(where.get("query")), Map.copyOf(body));
    }

    @Override
    public boolean test(LogEntry entry) {
        Query sent = Query.parse(entry.query());
        return headers.entrySet().stream()
                        .allMatch(want -> header(entry, want.getKey()).contains(Values.show(want.getValue())))
                && query.entrySet().stream()
                        .allMatch(want -> sent.pairs().stream()
                                .anyMatch(pair -> pair.name().equals(want.getKey())
                                        && pair.value().equals(Values.show(want.getValue()))))
                && inBody(entry.body());
    }

    private static List<String> header(LogEntry entry, String name) {
        return entry.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    private boolean inBody(String text) {
        if (body.isEmpty()) {
            return true;
        }
        Object json = parsed(text);
        return body.entrySet().stream()
                .allMatch(want ->
                        want.getKey().find(json).stream().anyMatch(found -> Values.equal(found, want.getValue())));
    }

    private static @Nullable Object parsed(String text) {
        try {
            return Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (ValueSyntaxException e) {
            return null;
        }
    }
}
