package dev.doppel.twin.engine;

import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Values;
import java.util.Locale;
import java.util.Map;

/** What makes an API Stripe-like, and the headers its clients read (spec 10.1). */
final class StripeLike {
    private StripeLike() {}

    static boolean is(Mock mock) {
        if (!(mock.source() instanceof Mock.Imported i)) {
            return false;
        }
        ApiDocument doc = i.operation().document();
        Map<String, Object> info = Values.mapOrEmpty(doc.root().get("info"));
        return Values.show(info.get("title")).toLowerCase(Locale.ROOT).contains("stripe");
    }

    /** A new id for a request. */
    static String requestId(RunState run) {
        return "req_" + run.dice("request" + run.sequence("#request", 1)).alphanumeric(14);
    }

    static void decorate(Headers headers, TwinRequest request, String requestId) {
        headers.setIfAbsent("Request-Id", requestId);
        String version = request.headers().first("Stripe-Version");
        if (version != null) {
            headers.setIfAbsent("Stripe-Version", version);
        }
        String key = request.headers().first("Idempotency-Key");
        if (key != null && request.method().equals("POST")) {
            headers.setIfAbsent("Idempotency-Key", key);
        }
    }
}
