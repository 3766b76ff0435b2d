package dev.doppel.twin.engine;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.http.Delivery;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.route.RequestView;
import dev.doppel.twin.route.Router;
import dev.doppel.twin.template.TemplateScope;
import dev.doppel.twin.template.Templates;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replies of hand-written mocks: templates, files, sequences, streams (spec 1.8, 6.4, 7). */
final class StaticReplies {
    private final Catalog catalog;
    private final RunState run;

    StaticReplies(Catalog catalog, RunState run) {
        this.catalog = catalog;
        this.run = run;
    }

    TwinResponse reply(Mock mock, MockSpec spec, Router.Hit hit, RequestView view) {
        return switch (spec.answer()) {
            case MockSpec.Reply r -> one(r, hit, view);
            case MockSpec.Replies many -> one(chosen(mock, many), hit, view);
            case MockSpec.Stream s -> stream(s, hit, view);
            case MockSpec.Operation o ->
                TwinResponse.json(500, Map.of("error", "operation " + o.name() + " is not loaded"));
            case MockSpec.Bound b -> TwinResponse.json(500, Map.of("error", "table " + b.table() + " is not bound"));
            case MockSpec.Foreign f -> TwinResponse.json(501, Map.of("error", "only HTTP mocks are served here"));
        };
    }

    private MockSpec.Reply chosen(Mock mock, MockSpec.Replies many) {
        int size = many.replies().size();
        if (size == 0) {
            return new MockSpec.Reply(500, Map.of(), "no responses", null, java.time.Duration.ZERO, null, null, false);
        }
        if (many.mode().equals("random")) {
            return many.replies()
                    .get(run.dice("replies" + mock.id() + run.sequence("#" + mock.id(), 0))
                            .below(size));
        }
        long n = run.sequence("#" + mock.id(), 0);
        return many.replies().get((int) (many.mode().equals("cycle") ? n % size : Math.min(n, size - 1)));
    }

    private TemplateScope scope(Router.Hit hit, RequestView view, @Nullable String seed) {
        String text = view.query().first("_mockd_seed");
        if (text == null) {
            text = view.request().headers().first("X-Mockd-Seed");
        }
        if (text == null) {
            text = seed;
        }
        Number n = text == null ? null : Numbers.parse(text);
        Dice dice = text == null
                ? run.dice("template" + run.sequence("#template", 0))
                : new Dice(n != null ? n.longValue() : Dice.seed(0, text));
        return new TemplateScope(view, hit.params(), run.now(), dice, run::sequence);
    }

    private TwinResponse one(MockSpec.Reply r, Router.Hit hit, RequestView view) {
        TemplateScope scope = scope(hit, view, r.seed());
        String body = r.body();
        if (r.bodyFile() != null) {
            try {
                body = new String(catalog.files().read(r.bodyFile()), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return TwinResponse.json(
                        502, Map.of("error", "body_file_error", "message", r.bodyFile() + ": " + e.getMessage()));
            }
        }
        String text = r.literal() ? body : Templates.render(body, scope);
        byte[] bytes =
                r.base64() != null ? Base64.getDecoder().decode(r.base64()) : text.getBytes(StandardCharsets.UTF_8);
        Headers headers = new Headers();
        r.headers()
                .forEach((name, value) -> headers.set(
                        name,
                        (r.literal() ? value : Templates.render(value, scope))
                                .replace("\r", "")
                                .replace("\n", "")));
        headers.setIfAbsent("Content-Type", r.base64() != null ? "application/octet-stream" : guess(text));
        return new TwinResponse(r.status(), headers, bytes).withDelay(r.delay());
    }

    private static String guess(String text) {
        String t = text.strip();
        boolean json = t.startsWith("{") && t.endsWith("}") || t.startsWith("[") && t.endsWith("]");
        return json ? "application/json" : t.startsWith("<") ? "application/xml" : "text/plain";
    }

    private TwinResponse stream(MockSpec.Stream s, Router.Hit hit, RequestView view) {
        TemplateScope scope = scope(hit, view, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Delivery.Chunk> chunks = new ArrayList<>();
        for (MockSpec.Piece piece : s.pieces()) {
            int from = out.size();
            out.writeBytes(Templates.render(piece.text(), scope).getBytes(StandardCharsets.UTF_8));
            chunks.add(new Delivery.Chunk(piece.pause(), from, out.size()));
        }
        Headers headers = new Headers();
        s.headers().forEach(headers::set);
        headers.setIfAbsent("Content-Type", s.sse() ? "text/event-stream" : "text/plain");
        if (s.sse()) {
            headers.setIfAbsent("Cache-Control", "no-cache");
        }
        return new TwinResponse(s.status(), headers, out.toByteArray()).withDelivery(new Delivery.Chunks(chunks));
    }
}
