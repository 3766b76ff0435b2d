package dev.doppel.twin.engine;

import dev.doppel.twin.chaos.Chaos;
import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.route.RequestView;
import dev.doppel.twin.route.Router;
import dev.doppel.twin.template.TemplateScope;
import dev.doppel.twin.template.Templates;
import dev.doppel.twin.value.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request through limits, chaos, matching and the mock (spec 2.1, 6, 8). Stateless beside catalog, run and chaos. */
public final class Serving {
    /** The answer, with what the request log wants to know beside it. */
    public record Outcome(
            TwinResponse response, @Nullable Mock mock, List<Router.NearMiss> nearMisses, boolean chaos) {}

    private final Catalog catalog;
    private final RunState run;
    private final Chaos chaos;
    private final boolean visibleDeletes;

    public Serving(Catalog catalog, RunState run, Chaos chaos, boolean visibleDeletes) {
        this.catalog = catalog;
        this.run = run;
        this.chaos = chaos;
        this.visibleDeletes = visibleDeletes || catalog.config().server().visibleDeletes();
    }

    public Outcome serve(TwinRequest request) {
        run.gate().readLock().lock();
        try {
            Outcome outcome = route(request);
            Headers headers = Headers.copyOf(outcome.response().headers());
            catalog.config()
                    .server()
                    .responseHeaders()
                    .forEach((name, value) ->
                            headers.setIfAbsent(name, value.contains("{{") ? told(value, request) : value));
            TwinResponse r = outcome.response();
            TwinResponse out = new TwinResponse(
                    r.status(),
                    headers,
                    r.body(),
                    r.delay(),
                    r.delivery(),
                    r.webhooks(),
                    outcome.mock() == null ? null : outcome.mock().id());
            return new Outcome(out, outcome.mock(), outcome.nearMisses(), outcome.chaos());
        } finally {
            run.gate().readLock().unlock();
        }
    }

    /** A configured header whose value is a template, such as a request id. */
    private String told(String template, TwinRequest request) {
        TemplateScope scope = new TemplateScope(
                new RequestView(request),
                Map.of(),
                run.now(),
                run.dice("header" + run.sequence("#header", 0)),
                run::sequence);
        return Templates.render(template, scope).replace("\r", "").replace("\n", "");
    }

    private Outcome route(TwinRequest raw) {
        TwinResponse fixed = Fixed.answer(raw, catalog, run, true);
        if (fixed != null) {
            return new Outcome(fixed, null, List.of(), false);
        }
        Answerer answerer = new Answerer(catalog, run, visibleDeletes);
        TwinRequest request = raw;
        boolean head = raw.method().equals("HEAD");
        Found found = find(raw);
        Mock mock = found == null ? null : found.mock();
        Chaos.Effect effect = chaos.meet(raw.method(), raw.rawPath(), run.now());
        if (effect.abort() != null) {
            return new Outcome(
                    chaos.cover(effect.abort().withDelay(effect.delay()), effect.after()), mock, List.of(), true);
        }
        if (effect.error() > 0) {
            TwinResponse error = mock != null && mock.target() != null
                    ? answerer.failed(
                            TwinFault.of(ErrorKind.INTERNAL_ERROR, Fixed.reason(effect.error()))
                                    .withStatus(effect.error()),
                            mock,
                            raw)
                    : Fixed.text(effect.error(), Fixed.reason(effect.error()));
            return new Outcome(chaos.cover(error.withDelay(effect.delay()), effect.after()), mock, List.of(), true);
        }
        try {
            request =
                    raw.withBody(BodyReader.plain(raw, catalog.config().server().maxBodySize()));
        } catch (TwinFault fault) {
            boolean large = fault.kind() == ErrorKind.PAYLOAD_TOO_LARGE;
            TwinResponse refused = mock != null && mock.target() != null
                    ? answerer.failed(fault, mock, raw)
                    : TwinResponse.json(
                            fault.status(),
                            Map.of("error", large ? "body_too_large" : "bad_body", "message", fault.text()));
            return new Outcome(refused, mock, List.of(), false);
        }
        if (found == null || mock == null) {
            TwinResponse health = Fixed.answer(raw, catalog, run, false);
            return health != null ? new Outcome(health, null, List.of(), false) : unmatched(request, answerer);
        }
        RequestView view =
                new RequestView(request.withPath(found.view().request().rawPath()), run.scenarios());
        Router.Hit hit = found.hit();
        TwinResponse answer;
        if (found.needsBody()) {
            Router.Hit again = catalog.router().select(view, found.method());
            hit = again == null ? hit : again;
            Mock other = catalog.mocks().get(hit.route().id());
            mock = other == null ? mock : other;
        }
        run.called(mock.id());
        if (mock.source() instanceof Mock.Written written
                && written.spec().scenario() != null
                && written.spec().scenario().sets() != null) {
            run.scenarios()
                    .put(
                            written.spec().scenario().name(),
                            written.spec().scenario().sets());
        }
        answer = answerer.answer(mock, hit, view);
        answer = chaos.cover(answer.withDelay(effect.delay()), effect.after());
        if (head) {
            Headers headers =
                    Headers.copyOf(answer.headers()).set("Content-Length", Integer.toString(answer.body().length));
            answer = new TwinResponse(
                    answer.status(),
                    headers,
                    new byte[0],
                    answer.delay(),
                    answer.delivery(),
                    answer.webhooks(),
                    answer.operation());
        }
        return new Outcome(answer, mock, List.of(), false);
    }

    private record Found(Router.Hit hit, Mock mock, RequestView view, String method, boolean needsBody) {}

    private @Nullable Found find(TwinRequest request) {
        boolean coded = request.headers().has("Content-Encoding");
        Found found = find(request, request.method(), coded);
        if (found == null && request.method().equals("HEAD")) {
            found = find(request, "GET", coded);
        }
        for (String prefix : found == null ? catalog.prefixes() : List.<String>of()) {
            if (request.rawPath().startsWith(prefix + "/")) {
                TwinRequest shorter = request.withPath(request.rawPath().substring(prefix.length()));
                found = find(shorter, request.method(), coded);
                if (found != null) {
                    return found;
                }
            }
        }
        return found;
    }

    private @Nullable Found find(TwinRequest request, String method, boolean coded) {
        RequestView view = new RequestView(request, run.scenarios());
        Router.Hit hit = catalog.router().select(view, method);
        Mock mock = hit == null ? null : catalog.mocks().get(hit.route().id());
        return hit == null || mock == null ? null : new Found(hit, mock, view, method, coded);
    }

    private Outcome unmatched(TwinRequest request, Answerer answerer) {
        RequestView view = new RequestView(request, run.scenarios());
        List<Router.NearMiss> misses = catalog.router().nearMisses(view, request.method());
        List<String> allowed = catalog.router().allowed(view);
        TwinResponse answer;
        if (catalog.sharedErrors() != null && !request.headers().has("X-Mockd-Explain")) {
            // Where Stripe's clients ask, this is no missing resource: the error has no code.
            boolean stripe = catalog.mocks().values().stream().anyMatch(StripeLike::is);
            TwinFault fault = TwinFault.of(
                            stripe ? ErrorKind.VALIDATION_ERROR : ErrorKind.NOT_FOUND,
                            "Unrecognized request URL (" + request.method() + ": " + request.rawPath() + ").")
                    .withStatus(404);
            answer = answerer.lost(fault, request, stripe);
        } else {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", "no_match");
            body.put("message", "No mock matched the request");
            body.put("path", request.rawPath());
            body.put("method", request.method());
            body.put("nearMisses", misses.stream().map(Router.NearMiss::asMap).toList());
            answer = new TwinResponse(404, Headers.of("Content-Type", "application/json"), Json.bytes(body));
        }
        Headers headers = Headers.copyOf(answer.headers()).set("X-Mockd-Near-Misses", Integer.toString(misses.size()));
        if (!allowed.isEmpty()) {
            headers.set("Allow", String.join(", ", allowed));
        }
        return new Outcome(new TwinResponse(answer.status(), headers, answer.body()), null, misses, false);
    }
}
