package dev.doppel.definition.read;

import dev.doppel.definition.model.Header;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Header maps of mocks and HTTP steps. */
final class HeaderReader {
    private HeaderReader() {}

    /** Header lines; a list repeats the header, numbers and booleans become text. */
    static List<Header> headers(Fields fields, String key, boolean ofMock) {
        List<Header> headers = new ArrayList<>();
        MapNode map = fields.map(key);
        if (map == null) {
            return headers;
        }
        map.fields().forEach((name, field) -> {
            String path = fields.path(key) + "." + name;
            if (!isHeaderName(name)) {
                fields.context.error(
                        "header",
                        field.keyAt(),
                        path,
                        "'" + Show.shorten(name) + "' cannot name a header",
                        "letters, digits and '-'");
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (ofMock
                    && List.of("content-length", "transfer-encoding", "connection")
                            .contains(lower)) {
                fields.context.warning(
                        "header",
                        field.keyAt(),
                        path,
                        "'" + name + "' is computed; the given one is ignored",
                        "remove it");
                return;
            }
            List<Node> values = field.value() instanceof ListNode list ? list.items() : List.of(field.value());
            for (Node value : values) {
                if (value instanceof ScalarNode scalar && !scalar.isNull() && !hasLineBreak(scalar.source())) {
                    headers.add(new Header(name, scalar.source()));
                } else {
                    fields.context.error(
                            "header",
                            value,
                            path,
                            "the value of header '" + Show.shorten(name) + "' is " + value.kind(),
                            "one line of text, or a list of such");
                }
            }
        });
        return headers;
    }

    private static boolean isHeaderName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }

    private static boolean hasLineBreak(String text) {
        return text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0);
    }
}
