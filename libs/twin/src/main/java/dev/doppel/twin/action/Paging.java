package dev.doppel.twin.action;

import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.value.Names;
import dev.doppel.twin.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted, and the part.
 *
 * @param twilio pages counted from 0, with Twilio's envelope
 */
record Paging(
        int limit,
        int offset,
        @Nullable String after,
        @Nullable String before,
        int page,
        boolean paged,
        boolean twilio) {
    private static final String TOKEN = "page_";
    private static final int DEFAULT = 100;
    private static final int TWILIO_DEFAULT = 50;
    private static final int TWILIO_MAX = 1000;

    /** A page of rows. */
    record Page(List<Row> rows, boolean more, int total, int offset, Paging paging) {}

    static Paging of(Query query, Target target) {
        Map<String, String> given = new LinkedHashMap<>();
        boolean camel = false;
        for (Query.Pair pair : query.pairs()) {
            given.putIfAbsent(Names.folded(pair.name()), pair.value());
            camel |= pair.name().equals("PageSize") || pair.name().equals("Page");
        }
        Transforms.ListShape shape = target.transforms().list();
        int standard = shape != null && shape.defaultLimit() > 0 ? shape.defaultLimit() : DEFAULT;
        int max = shape != null && shape.maxLimit() > 0 ? shape.maxLimit() : Integer.MAX_VALUE;
        boolean twilio =
                camel || ListQuery.declares(target, "page_size") && ListQuery.declares(target, "first_page_uri");
        int limit = positive(given.get("limit"), standard);
        if (twilio) {
            limit = Math.min(positive(given.get("pagesize"), TWILIO_DEFAULT), TWILIO_MAX);
            int page = Math.max(0, Values.index(given.getOrDefault("page", "0")));
            return new Paging(limit, bounded((long) page * limit), null, null, page, true, true);
        }
        String token = target.action().equals("search") ? given.remove("page") : null;
        token = token != null && token.startsWith(TOKEN) ? token : null;
        if (given.containsKey("perpage") || given.containsKey("page") || given.containsKey("pagesize")) {
            limit = positive(
                    given.get("perpage"), positive(given.get("pagesize"), positive(given.get("limit"), standard)));
            limit = Math.min(limit, max);
            int page = Math.max(1, Values.index(given.getOrDefault("page", "1")));
            return new Paging(limit, bounded((page - 1L) * limit), null, null, page, true, false);
        }
        int offset = token != null
                ? Math.max(0, Values.index(token.substring(TOKEN.length())))
                : Math.max(0, Values.index(given.getOrDefault("offset", "0")));
        return new Paging(
                Math.min(limit, max),
                offset,
                cursor(given, target, "startingafter", "after"),
                cursor(given, target, "endingbefore", "before"),
                0,
                false,
                false);
    }

    /** The cursor under its usual name, or under the short one where the operation's document has a parameter of that name. */
    private static @Nullable String cursor(Map<String, String> given, Target target, String name, String brief) {
        String usual = given.get(name);
        return usual == null
                        && target.shape() != null
                        && target.shape().params().stream()
                                .anyMatch(
                                        p -> p.in().equals("query") && p.name().equals(brief))
                ? given.get(brief)
                : usual;
    }

    /** What a search answers as {@code next_page}: the place of the first row not yet given. */
    String nextToken() {
        return TOKEN + (offset + limit);
    }

    private static int bounded(long n) {
        return (int) Math.min(n, Integer.MAX_VALUE);
    }

    private static int positive(@Nullable String text, int otherwise) {
        int n = text == null ? -1 : Values.index(text);
        return n > 0 ? n : otherwise;
    }

    /** The page of a sorted, filtered list. An unknown cursor starts at the end it stands for, or fails when strict. */
    Page cut(List<Row> rows, boolean strict) {
        int from = offset;
        int to;
        if (after != null) {
            int at = index(rows, after, "starting_after", strict);
            from = at + 1;
            to = Math.min(rows.size(), from + limit);
            return new Page(
                    List.copyOf(rows.subList(from, Math.max(from, to))), to < rows.size(), rows.size(), from, this);
        }
        if (before != null) {
            int at = index(rows, before, "ending_before", strict);
            to = at < 0 ? rows.size() : at;
            from = Math.max(0, to - limit);
            return new Page(List.copyOf(rows.subList(from, to)), from > 0, rows.size(), from, this);
        }
        from = Math.min(from, rows.size());
        to = (int) Math.min(rows.size(), (long) from + limit);
        return new Page(List.copyOf(rows.subList(from, to)), to < rows.size(), rows.size(), from, this);
    }

    private static int index(List<Row> rows, String id, String param, boolean strict) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key().equals(id)) {
                return i;
            }
        }
        if (strict) {
            throw TwinFault.invalid(param, "No such item: '" + id + "'").withExtra(Map.of("code", "resource_missing"));
        }
        return -1;
    }
}
