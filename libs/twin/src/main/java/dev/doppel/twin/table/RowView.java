package dev.doppel.twin.table;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as it looks outside: rename, hide, wrapAsList, timestamps, inject, in this order (spec 1.11). Pure. */
public final class RowView {
    private RowView() {}

    /** The row's properties under their inner names, the id also under the id field when nothing renames it. */
    public static Map<String, Object> inner(Row row, TableSpec spec, Transforms t) {
        Map<String, Object> out = row.raw();
        if (!spec.idField().equals("id") && !t.fields().rename().containsKey("id")) {
            out.put(spec.idField(), row.id());
        }
        return out;
    }

    public static Map<String, Object> render(Row row, TableSpec spec, Transforms t) {
        return transform(inner(row, spec, t), t, row.created(), row.updated(), row.ownCreated());
    }

    /** Transforms properties; times null when the value is no row. */
    public static Map<String, Object> transform(
            Map<String, Object> inner,
            Transforms t,
            @Nullable Instant created,
            @Nullable Instant updated,
            @Nullable Object own) {
        LinkedHashMap<String, Object> out = renamed(inner, t.fields().rename());
        t.fields().hide().forEach(out::remove);
        t.fields().wrapAsList().forEach((field, url) -> {
            if (out.get(field) instanceof List<?> items) {
                Map<String, Object> wrapped = new LinkedHashMap<>();
                wrapped.put("object", "list");
                wrapped.put("data", items);
                wrapped.put("has_more", false);
                if (!url.isEmpty()) {
                    wrapped.put("url", filled(url, inner));
                }
                out.put(field, wrapped);
            }
        });
        stamp(
                out,
                "createdAt",
                t.timestamps().createdAt(),
                created,
                own,
                t.timestamps().format());
        stamp(
                out,
                "updatedAt",
                t.timestamps().updatedAt(),
                updated,
                null,
                t.timestamps().format());
        out.putAll(t.fields().inject());
        first(out, "object");
        first(out, "id");
        return out;
    }

    /** What names a row comes first, as people read it. */
    private static void first(LinkedHashMap<String, Object> out, String name) {
        if (out.containsKey(name)) {
            out.putFirst(name, out.get(name));
        }
    }

    private static LinkedHashMap<String, Object> renamed(Map<String, Object> in, Map<String, String> rename) {
        if (rename.isEmpty()) {
            return new LinkedHashMap<>(in);
        }
        LinkedHashMap<String, Object> out = new LinkedHashMap<>();
        in.forEach((k, v) -> {
            if (!rename.containsKey(k)) {
                out.put(k, v);
            }
        });
        rename.forEach((from, to) -> {
            if (in.containsKey(from)) {
                out.put(to, in.get(from));
            }
        });
        return out;
    }

    private static void stamp(
            Map<String, Object> out,
            String inner,
            String name,
            @Nullable Instant time,
            @Nullable Object own,
            Transforms.TimestampFormat format) {
        if (!out.containsKey(inner) || time == null) {
            return;
        }
        out.remove(inner);
        Object value = own != null ? own : format(time, format);
        if (value != null) {
            out.put(name, value);
        }
    }

    private static @Nullable Object format(Instant t, Transforms.TimestampFormat format) {
        return switch (format) {
            case UNIX -> t.getEpochSecond();
            case UNIX_MS -> t.toEpochMilli();
            case ISO8601 -> Times.seconds(t);
            case RFC3339 -> Times.nano(t);
            case RFC2822 -> Times.rfc2822(t);
            case NONE -> null;
        };
    }

    /** {@code {{name}}} replaced by the text properties of a row. */
    private static String filled(String url, Map<String, Object> row) {
        String out = url;
        for (var e : row.entrySet()) {
            if (e.getValue() instanceof String s && out.contains("{{")) {
                out = out.replace("{{" + e.getKey() + "}}", s);
            }
        }
        return out;
    }

    /** A delete or create body: {@code {{item.name}}} in texts replaced from the row, unknown names left (spec 1.11.5). */
    public static @Nullable Object body(@Nullable Object template, Map<String, Object> row) {
        if (template instanceof String s) {
            return filledItem(s, row);
        }
        if (template instanceof Map<?, ?> m) {
            Map<String, Object> out = new LinkedHashMap<>();
            Values.mapOrEmpty(m).forEach((k, v) -> out.put(k, body(v, row)));
            return out;
        }
        return template;
    }

    private static String filledItem(String text, Map<String, Object> row) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf("{{item.", at);
            int close = open < 0 ? -1 : text.indexOf("}}", open);
            if (close < 0) {
                return out.append(text.substring(at)).toString();
            }
            String name = text.substring(open + 7, close);
            out.append(text, at, open);
            out.append(row.containsKey(name) ? Values.show(row.get(name)) : text.substring(open, close + 2));
            at = close + 2;
        }
    }
}
