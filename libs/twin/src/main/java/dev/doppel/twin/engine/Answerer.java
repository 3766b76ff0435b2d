package dev.doppel.twin.engine;

import dev.doppel.twin.action.BoundAction;
import dev.doppel.twin.action.Call;
import dev.doppel.twin.action.ErrorView;
import dev.doppel.twin.action.Target;
import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.decode.BodyReader;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.generate.Echo;
import dev.doppel.twin.generate.Made;
import dev.doppel.twin.generate.ResponseMaker;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.route.RequestView;
import dev.doppel.twin.route.Router;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Numbers;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From one request's matched mock to its answer. Confined to the request. */
final class Answerer {
    private final Catalog catalog;
    private final RunState run;
    private final boolean visibleDeletes;
    private @Nullable String requestId;

    Answerer(Catalog catalog, RunState run, boolean visibleDeletes) {
        this.catalog = catalog;
        this.run = run;
        this.visibleDeletes = visibleDeletes;
    }

    /** The answer; faults already in the twin's own form. */
    TwinResponse answer(Mock mock, Router.Hit hit, RequestView view) {
        TwinRequest request = view.request();
        boolean stripe = StripeLike.is(mock);
        Headers extra = new Headers();
        String key = request.headers().first("Idempotency-Key");
        boolean idempotent = key != null && request.method().equals("POST") && idempotency(mock, stripe);
        TwinResponse out;
        try {
            TwinResponse replay =
                    idempotent && key != null ? run.idempotency().begin(mock.id(), key, request, run.now()) : null;
            if (replay != null) {
                return replay.withWebhooks(List.of())
                        .withHeader("Idempotent-Replayed", "true")
                        .withHeader(
                                "Original-Request",
                                String.valueOf(replay.headers().first("Request-Id")));
            }
        } catch (TwinFault fault) {
            return decorated(failed(fault, mock, request), request, stripe, extra);
        }
        TwinResponse recorded = null;
        try {
            try {
                Credentials.check(catalog.config().server().auth(), request);
                out = execute(mock, hit, view, extra, stripe);
            } catch (TwinFault fault) {
                out = failed(fault, mock, request);
            }
            out = decorated(out, request, stripe, extra);
            recorded = out;
            return out;
        } finally {
            if (idempotent && key != null) {
                run.idempotency().end(mock.id(), key, recorded);
            }
        }
    }

    private static boolean idempotency(Mock mock, boolean stripe) {
        if (!(mock.source() instanceof Mock.Imported i)) {
            return false;
        }
        return i.from().idempotency().equals("on") || i.from().idempotency().equals("auto") && stripe;
    }

    /** A fault in the form of the mock's table, else in the form all tables share. */
    TwinResponse failed(TwinFault fault, @Nullable Mock mock, TwinRequest request) {
        Target target = mock == null ? null : mock.target();
        Transforms.ErrorShape shape = target != null ? target.transforms().errors() : catalog.sharedErrors();
        if (shape == null || !shape.fields().containsKey("request_log_url")) {
            return ErrorView.render(fault, shape, request.rawPath());
        }
        Map<String, Object> members = new LinkedHashMap<>(fault.extra());
        members.put("request_log_url", "https://dashboard.stripe.com/test/logs/" + requestId());
        return ErrorView.render(fault.withExtra(members), shape, request.rawPath());
    }

    /** A fault about a request that no mock takes, with the headers that clients of such an API read. */
    TwinResponse lost(TwinFault fault, TwinRequest request, boolean stripe) {
        return decorated(failed(fault, null, request), request, stripe, new Headers());
    }

    private String requestId() {
        String id = requestId == null ? StripeLike.requestId(run) : requestId;
        requestId = id;
        return id;
    }

    private TwinResponse decorated(TwinResponse answer, TwinRequest request, boolean stripe, Headers extra) {
        Headers headers = Headers.copyOf(answer.headers());
        extra.asMap().forEach((name, values) -> headers.set(name, values.getFirst()));
        if (stripe) {
            StripeLike.decorate(headers, request, requestId());
        }
        return new TwinResponse(
                answer.status(),
                headers,
                answer.body(),
                answer.delay(),
                answer.delivery(),
                answer.webhooks(),
                answer.operation());
    }

    private TwinResponse execute(Mock mock, Router.Hit hit, RequestView view, Headers extra, boolean stripe) {
        TwinRequest request = view.request();
        boolean needsBody =
                mock.target() != null || mock.runs() != null || !mock.rules().isEmpty();
        TwinConfig.ServerSpec server = catalog.config().server();
        BodyReader.Body body = new BodyReader.Body(Map.of(), false, null);
        OperationShape shape =
                mock.operation() == null ? null : mock.operation().shape();
        Schemas schemas = mock.source() instanceof Mock.Imported i ? i.schemas() : Schemas.alone(Map.of());
        boolean checks = server.validation().enabled() && server.validation().request();
        Contract contract = checks ? catalog.sources().contract() : null;
        boolean validated = checks && (shape != null || contract != null);
        MockSpec spec = mock.source() instanceof Mock.Written w ? w.spec() : null;
        if (needsBody
                || shape != null && validated && (request.body().length > 0 || shape.bodyRequired())
                || spec != null && spec.validation() != null) {
            if (mock.target() != null && request.body().length > server.maxBoundBody()) {
                throw TwinFault.of(
                                ErrorKind.PAYLOAD_TOO_LARGE,
                                "the body is larger than " + server.maxBoundBody() + " bytes")
                        .withHint("reduce body");
            }
            body = BodyReader.read(request, shape, schemas, needsBody);
        }
        if (contract != null) {
            contract(contract, view, extra, stripe);
        } else if (validated && mock.source() instanceof Mock.Imported i) {
            RequestChecks.document(server.validation(), i, request, view.query(), hit.params(), body, extra, stripe);
        }
        Target listed = mock.target();
        if (validated && server.validation().mode().equals("strict") && listed != null) {
            RequestChecks.page(listed, view.query());
        }
        if (spec != null && spec.validation() != null) {
            RequestChecks.mock(spec.validation(), request, view.query(), hit.params(), body.values(), extra);
        }
        List<RunTables.Change> changes = new ArrayList<>();
        CustomOperation ran =
                mock.target() == null ? mock.runs() : mock.target().operation();
        TwinResponse out;
        try {
            out = act(mock, hit, view, body, changes, validated);
        } catch (TwinFault fault) {
            out = failed(fault, mock, request);
            ran = null;
        }
        if (changes.isEmpty() || catalog.webhooks().isEmpty()) {
            return out;
        }
        String table = mock.target() == null ? null : mock.target().table().name();
        return out.withWebhooks(
                new Webhooks(catalog, run).of(changes, ran == null ? null : ran.name(), table, request.headers()));
    }

    private void contract(Contract contract, RequestView view, Headers extra, boolean stripe) {
        TwinConfig.ServerValidation rules = catalog.config().server().validation();
        Contract.Named named = contract.find(view);
        if (named == null) {
            RequestChecks.noRoute(rules, view.request(), extra, stripe);
            return;
        }
        Mock.Imported operation = named.operation();
        BodyReader.Body body =
                BodyReader.read(view.request(), operation.operation().shape(), operation.schemas(), false);
        RequestChecks.document(rules, operation, view.request(), view.query(), named.params(), body, extra, stripe);
    }

    /** Rules and action; what they change is noted in {@code changes} even when they end in a fault. */
    private TwinResponse act(
            Mock mock,
            Router.Hit hit,
            RequestView view,
            BodyReader.Body read,
            List<RunTables.Change> changes,
            boolean validated) {
        TwinRequest request = view.request();
        BodyReader.Body body = read;
        Call.Settled settled = row -> row;
        Map<String, String> params = hit.params();
        if (!mock.rules().isEmpty()) {
            Rules rules = new Rules(mock, body.values(), hit.params(), view.query(), request, run, changes);
            body = new BodyReader.Body(rules.before(), body.form(), body.schema());
            settled = rules;
            params = rules.params();
        }
        Target target = mock.target();
        if (target != null) {
            TwinConfig.ServerSpec server = catalog.config().server();
            boolean strict = validated && server.validation().mode().equals("strict");
            Call call = new Call(
                    request.rawPath(),
                    view.query(),
                    params,
                    body,
                    run.tables(),
                    run::now,
                    visibleDeletes,
                    strict,
                    changes,
                    settled);
            BoundAction.Done done = BoundAction.run(target, call);
            return done.body() == null
                    ? TwinResponse.empty(done.status())
                    : TwinResponse.json(done.status(), done.body());
        }
        if (mock.runs() != null) {
            Map<String, Object> input = new LinkedHashMap<>(body.values());
            input.putAll(hit.params());
            return TwinResponse.json(200, mock.runs().run(input, run.tables(), run::now, Set.of(), changes));
        }
        return switch (mock.source()) {
            case Mock.Imported i -> made(i, hit, view, body);
            case Mock.Written w -> new StaticReplies(catalog, run).reply(mock, w.spec(), hit, view);
        };
    }

    private TwinResponse made(Mock.Imported i, Router.Hit hit, RequestView view, BodyReader.Body body) {
        TwinRequest request = view.request();
        ResponseMaker.Choice choice = ResponseMaker.Choice.of(
                request.headers(), view.query().first("__code"), view.query().first("__example"));
        Made made = i.maker().make(seed(view), choice);
        Headers headers = Headers.copyOf(made.headers());
        if (made.mediaType() == null) {
            return new TwinResponse(made.status(), headers, new byte[0]);
        }
        var path = hit.route().path();
        List<String> names = path == null ? List.of() : path.names();
        boolean ends = path != null && !names.isEmpty() && path.text().endsWith("}")
                || path != null && path.text().contains("}.");
        String last = ends ? names.getLast() : null;
        boolean success = made.status() < 300;
        Object value = success
                ? Echo.apply(
                        i.schemas(),
                        i.operation().shape(),
                        made.body(),
                        last,
                        last == null ? null : hit.params().get(last),
                        request.rawPath(),
                        i.from().echo() ? body.values() : null)
                : made.body();
        headers.set("Content-Type", made.mediaType());
        boolean json = OperationShape.bare(made.mediaType()).contains("json");
        byte[] bytes = json || !(value instanceof String)
                ? Json.bytes(value)
                : Values.show(value).getBytes(StandardCharsets.UTF_8);
        return new TwinResponse(made.status(), headers, bytes);
    }

    private long seed(RequestView view) {
        String text = view.query().first("_mockd_seed");
        if (text == null) {
            text = view.request().headers().first("X-Mockd-Seed");
        }
        if (text == null) {
            return run.madeSeed();
        }
        Number n = Numbers.parse(text);
        return n != null ? n.longValue() : Dice.seed(0, text);
    }
}
