package dev.doppel.twin.action;

import dev.doppel.twin.config.Transforms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a list answer (spec 1.11.3). */
final class ListEnvelope {
    private ListEnvelope() {}

    static Object of(Paging.Page page, List<Map<String, Object>> items, Target target, String path) {
        Transforms.ListShape shape = target.transforms().list();
        LinkedHashMap<String, Object> out = new LinkedHashMap<>();
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("total", (long) page.total());
        meta.put("limit", (long) page.paging().limit());
        meta.put("offset", (long) page.offset());
        meta.put("count", (long) items.size());
        if (shape == null) {
            out.put("data", items);
            meta.put("has_more", page.more());
            out.put("meta", meta);
            return out;
        }
        out.put(shape.dataField(), items);
        shape.extraFields().forEach((name, value) -> {
            if (name.equals("has_more") || name.equals("hasMore")) {
                out.put(name, page.more());
            } else if (name.equals("url") && value instanceof String url && sameOperation(url, path, target)) {
                out.put(name, path);
            } else {
                out.put(name, value);
            }
        });
        if (!shape.hideMeta()) {
            meta.forEach((name, value) -> out.put(shape.metaFields().getOrDefault(name, name), value));
        }
        if (!page.rows().isEmpty() && ListQuery.declares(target, "last_id")) {
            out.put("first_id", page.rows().getFirst().id());
            out.put("last_id", page.rows().getLast().id());
        }
        if (out.containsKey("object")) {
            out.putFirst("object", out.get("object"));
        }
        if (page.paging().twilio()) {
            twilio(out, page, items.size(), target, path);
        }
        return out;
    }

    /** A configured url is the path really asked when it is an instance of the operation's own template. */
    private static boolean sameOperation(String url, String path, Target target) {
        String template = target.template();
        if (template == null || !template.contains("{")) {
            return false;
        }
        String[] a = template.split("/");
        String[] b = url.split("/");
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!a[i].contains("{") && !a[i].equals(b[i])) {
                return false;
            }
        }
        return !url.equals(path);
    }

    private static void twilio(Map<String, Object> out, Paging.Page page, int count, Target target, String path) {
        Paging p = page.paging();
        boolean onePage = page.total() <= p.limit() && p.page() == 0;
        String base = path + "?PageSize=" + p.limit();
        put(out, target, onePage, "page", (long) p.page());
        put(out, target, onePage, "page_size", (long) p.limit());
        put(out, target, onePage, "start", (long) page.offset());
        put(out, target, onePage, "end", (long) (page.offset() + Math.max(0, count - 1)));
        put(out, target, onePage, "uri", base + "&Page=" + p.page());
        put(out, target, onePage, "first_page_uri", base + "&Page=0");
        String last = page.rows().isEmpty() ? "" : page.rows().getLast().key();
        put(
                out,
                target,
                onePage,
                "next_page_uri",
                page.more() ? base + "&Page=" + (p.page() + 1) + "&PageToken=PA" + last : null);
        put(out, target, onePage, "previous_page_uri", p.page() > 0 ? base + "&Page=" + (p.page() - 1) : null);
    }

    private static void put(
            Map<String, Object> out, Target target, boolean keepLiteral, String name, @Nullable Object value) {
        boolean declared = ListQuery.declares(target, name);
        boolean configured = out.containsKey(name);
        if (!declared && !(configured && target.shape() == null)) {
            return;
        }
        if (configured && keepLiteral) {
            return;
        }
        out.put(name, value);
    }
}
