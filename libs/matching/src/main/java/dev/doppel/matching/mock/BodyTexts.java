package dev.doppel.matching.mock;

import dev.doppel.matching.form.ContentCoding;
import dev.doppel.matching.form.FormBody;
import dev.doppel.matching.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The candidate texts of a body (spec 4.4): as sent; when JSON, compact and with one blank after {@code :} and {@code ,} (so that a
 * pattern written against either spelling matches the other); when a form, decoded. Made on first use. Confined to one selection.
 */
final class BodyTexts {
    /** Most bytes looked at, after content decoding. */
    static final int LIMIT = 1024 * 1024;

    private final RequestBody body;
    private @Nullable List<String> texts;
    private @Nullable List<String> lowered;

    BodyTexts(RequestBody body) {
        this.body = body;
    }

    /** Empty for an empty body. */
    List<String> texts() {
        List<String> made = texts;
        if (made == null) {
            made = make();
            texts = made;
        }
        return made;
    }

    /** The same in lower case. */
    List<String> lowered() {
        List<String> made = lowered;
        if (made == null) {
            made = texts().stream().map(t -> t.toLowerCase(Locale.ROOT)).toList();
            lowered = made;
        }
        return made;
    }

    private List<String> make() {
        byte[] bytes = ContentCoding.decode(body.bytes(), body.contentEncoding(), LIMIT)
                .bytes();
        if (bytes.length == 0) {
            return List.of();
        }
        int length = Math.min(bytes.length, LIMIT);
        List<String> all = new ArrayList<>();
        String sent = new String(bytes, 0, length, StandardCharsets.UTF_8);
        all.add(sent);
        if (length == bytes.length && mayBeJson(sent)) {
            Json.rewrite(bytes, false).ifPresent(all::add);
            Json.rewrite(bytes, true).ifPresent(all::add);
        }
        String type = body.contentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            all.add(FormBody.decode(sent));
        }
        return all.stream().distinct().toList();
    }

    private static boolean mayBeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }
}
