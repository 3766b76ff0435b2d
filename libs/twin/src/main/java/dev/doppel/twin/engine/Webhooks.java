package dev.doppel.twin.engine;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.expr.ExprException;
import dev.doppel.twin.expr.Expression;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.Query;
import dev.doppel.twin.http.WebhookIntent;
import dev.doppel.twin.http.WebhookSignature;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.table.Row;
import dev.doppel.twin.table.RowView;
import dev.doppel.twin.table.RunTables;
import dev.doppel.twin.table.TableState;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From committed changes to the calls that an edge has to make (spec 11, item 6). */
final class Webhooks {
    private final Catalog catalog;
    private final RunState run;

    Webhooks(Catalog catalog, RunState run) {
        this.catalog = catalog;
        this.run = run;
    }

    /** Intents of a request; {@code operation} is the custom operation that ran, or null, {@code table} the one bound. */
    List<WebhookIntent> of(
            List<RunTables.Change> changes, @Nullable String operation, @Nullable String table, Headers request) {
        List<WebhookIntent> out = new ArrayList<>();
        RunTables.Change main = changes.reversed().stream()
                .filter(c -> c.table().equals(table))
                .findFirst()
                .orElse(changes.isEmpty() ? null : changes.getLast());
        for (CompiledWebhook hook : catalog.webhooks()) {
            for (RunTables.Change change : changes) {
                boolean update =
                        change.action().equals("update") || change.action().equals("patch");
                boolean named = hook.spec().on().equals(change.table() + "." + change.action())
                        || update
                                && (hook.spec().on().equals(change.table() + ".update")
                                        || hook.spec().on().equals(change.table() + ".patch"));
                if (named) {
                    add(hook, change, request, out);
                }
            }
            if (operation != null && hook.spec().on().equals(operation) && main != null) {
                add(hook, main, request, out);
            }
        }
        return out;
    }

    private void add(CompiledWebhook hook, RunTables.Change change, Headers request, List<WebhookIntent> out) {
        TwinConfig.WebhookSpec spec = hook.spec();
        Row row = change.after() != null ? change.after() : change.before();
        TableSpec table = catalog.tables().get(change.table());
        if (row == null || table == null) {
            return;
        }
        Map<String, Object> scope = new LinkedHashMap<>();
        scope.put("row", row.raw());
        scope.put("before", change.before() == null ? null : change.before().raw());
        Map<String, Object> data = new LinkedHashMap<>();
        try {
            Expression when = hook.when();
            if (when != null && !CustomOperation.truthy(when.evaluate(scope, run::now))) {
                return;
            }
            hook.data().forEach((name, e) -> data.put(name, e.evaluate(scope, run::now)));
        } catch (ExprException e) {
            return;
        }
        String event = spec.event() != null ? spec.event() : change.table() + "." + change.action();
        Map<String, Object> object = RowView.render(row, table, table.response());
        Message message = message(spec, event, object, change, table, data, request);
        record(spec, message);
        if (spec.url() != null) {
            String url = Values.show(RowView.body(spec.url(), row.raw()));
            if (url.startsWith("http")) {
                out.add(intent(spec, message, url, spec.secret()));
            }
        }
        for (Row endpoint : rows(spec.endpointTable())) {
            List<Object> wanted = Values.listOrEmpty(endpoint.data().get("enabled_events"));
            String url = Values.show(endpoint.data().get("url"));
            boolean enabled = !"disabled".equals(endpoint.data().get("status"));
            if (enabled
                    && url.startsWith("http")
                    && (wanted.isEmpty() || wanted.contains("*") || wanted.contains(event))) {
                String secret = endpoint.data().get("secret") instanceof String s ? s : spec.secret();
                out.add(intent(spec, message, url, secret));
            }
        }
    }

    private List<Row> rows(@Nullable String name) {
        TableState table = name == null ? null : run.tables().find(name);
        if (table == null) {
            return List.of();
        }
        return run.tables().reading(table, () -> {
            List<Row> all = new ArrayList<>();
            table.newestFirst().forEach(all::add);
            return all;
        });
    }

    /** Keeps a told event as a row, so that clients can list and read it. */
    private void record(TwinConfig.WebhookSpec spec, Message message) {
        TableState events = spec.recordTable() == null ? null : run.tables().find(spec.recordTable());
        if (events != null) {
            Map<String, Object> row = new LinkedHashMap<>(message.payload());
            row.put(events.spec().idField(), message.id());
            row.remove(events.spec().response().timestamps().createdAt());
            run.tables().writing(List.of(events.spec().name()), () -> events.insert(row, run.now()));
        }
    }

    /** What is told, however many are told it. */
    private record Message(String id, String event, Map<String, Object> payload, byte[] body, String contentType) {}

    private Message message(
            TwinConfig.WebhookSpec spec,
            String event,
            Map<String, Object> object,
            RunTables.Change change,
            TableSpec table,
            Map<String, Object> data,
            Headers request) {
        String id = "evt_" + run.dice("webhook" + run.sequence("#webhook", 1)).alphanumeric(24);
        Map<String, Object> payload;
        switch (spec.format()) {
            case "stripe" -> payload = stripe(id, event, object, change, table, data, request);
            case "twilio" -> {
                payload = data.isEmpty() ? twilio(object) : data;
                byte[] form = form(payload).getBytes(StandardCharsets.UTF_8);
                return new Message(id, event, payload, form, "application/x-www-form-urlencoded");
            }
            default -> {
                payload = new LinkedHashMap<>();
                payload.put("id", id);
                payload.put("event", event);
                payload.put("data", data.isEmpty() ? object : data);
                return new Message(id, event, payload, Json.bytes(payload), "application/json");
            }
        }
        return new Message(id, event, payload, Json.bytes(payload), "application/json; charset=utf-8");
    }

    private static WebhookIntent intent(TwinConfig.WebhookSpec spec, Message message, String url, String secret) {
        List<Duration> backoff = new ArrayList<>();
        for (int i = 0; i < spec.retries(); i++) {
            backoff.add(Duration.ofSeconds(Math.min(8, 1L << i)));
        }
        WebhookSignature signature = switch (spec.format()) {
            case "stripe" -> new WebhookSignature.Stripe(secret);
            case "twilio" -> new WebhookSignature.Twilio(secret);
            default -> new WebhookSignature.None();
        };
        return new WebhookIntent(
                message.id(),
                message.event(),
                url,
                message.body(),
                message.contentType(),
                signature,
                spec.delay(),
                backoff);
    }

    private Map<String, Object> stripe(
            String id,
            String event,
            Map<String, Object> object,
            RunTables.Change change,
            TableSpec table,
            Map<String, Object> data,
            Headers request) {
        Map<String, Object> payload = new LinkedHashMap<>();
        Map<String, Object> shown = new LinkedHashMap<>(object);
        shown.putAll(data);
        payload.put("object", shown);
        if (change.before() != null && change.after() != null) {
            Map<String, Object> before = RowView.render(change.before(), table, table.response());
            Map<String, Object> previous = new LinkedHashMap<>();
            object.forEach((k, v) -> {
                if (!Values.equal(v, before.get(k))
                        && !k.equals(table.response().timestamps().updatedAt())) {
                    previous.put(k, before.get(k));
                }
            });
            payload.put("previous_attributes", previous);
        }
        String version = request.first("Stripe-Version");
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("id", null);
        about.put("idempotency_key", request.first("Idempotency-Key"));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("object", "event");
        out.put("api_version", version);
        out.put("created", run.now().getEpochSecond());
        out.put("data", payload);
        out.put("livemode", false);
        out.put("pending_webhooks", 1L);
        out.put("request", about);
        out.put("type", event);
        return out;
    }

    private static Map<String, Object> twilio(Map<String, Object> row) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("MessageSid", row.get("sid"));
        out.put("MessageStatus", row.get("status"));
        out.put("AccountSid", row.get("account_sid"));
        out.put("From", row.get("from"));
        out.put("To", row.get("to"));
        return out;
    }

    private static String form(Map<String, Object> data) {
        StringBuilder out = new StringBuilder();
        data.forEach((k, v) -> out.append(out.isEmpty() ? "" : "&")
                .append(Query.encode(k))
                .append('=')
                .append(Query.encode(Values.show(v))));
        return out.toString();
    }
}
