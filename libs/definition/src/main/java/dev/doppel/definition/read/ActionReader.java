package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Action.RequestBody;
import dev.doppel.definition.model.Action.TwinOp.Op;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions of steps (spec 5.3 to 5.7, 12.9). */
final class ActionReader {
    private static final List<String> TYPES = List.of("httpRequest", "dbQuery", "wait", "parallel", "ui", "twin");
    private static final List<String> HTTP_KEYS = LoopReader.withLoops(
            "type", "method", "url", "headers", "body", "formData", "queryParams", "timeout", "path");
    private static final List<String> DB_KEYS = LoopReader.withLoops("type", "database", "query", "params", "timeout");
    private static final List<String> WAIT_KEYS = LoopReader.withLoops("type", "durationMs");
    private static final List<String> TWIN_KEYS = List.of("type", "twin", "op", "table", "id", "data", "name");

    private final Context context;
    private final CrossChecks checks;
    private final LoopReader loops;

    ActionReader(Context context, CrossChecks checks, LoopReader loops) {
        this.context = context;
        this.checks = checks;
        this.loops = loops;
    }

    /** Null when the type is unknown; that is reported. */
    @Nullable
    Action action(MapNode map, String path) {
        Node typeNode = map.get("type");
        String type = typeNode instanceof ScalarNode scalar && scalar.isText() ? scalar.source() : null;
        if (type == null || !TYPES.contains(type)) {
            badType(map, path, typeNode, type);
            return null;
        }
        return switch (type) {
            case "httpRequest" -> http(map, path);
            case "dbQuery" -> db(map, path);
            case "wait" -> pause(map, path);
            case "parallel" -> parallel(map, path);
            case "ui" -> new UiReader(context, checks, loops).ui(map, path);
            default -> twin(new Fields(context, map, path, TWIN_KEYS));
        };
    }

    private void badType(MapNode map, String path, @Nullable Node node, @Nullable String type) {
        String advice = "one of " + String.join(", ", TYPES);
        if (node == null) {
            context.error("missing", map.at(), path, "'type' is missing", advice);
            return;
        }
        String shown = type == null ? node.kind() : type;
        String near = Nearest.to(shown, TYPES)
                .map(found -> "did you mean '" + found + "'? ")
                .orElse("");
        context.error("enum", node, path + ".type", "unknown action type '" + Show.shorten(shown) + "'", near + advice);
    }

    private Action http(MapNode written, String path) {
        LoopReader.Body body = loops.body(written, path, List.of(), LoopReader.Level.ACTION);
        Fields fields = new Fields(context, body.map(), path, HTTP_KEYS);
        String method = fields.requiredText("method", "one of " + String.join(", ", MockReader.METHODS));
        String upper = method == null ? "GET" : method.toUpperCase(Locale.ROOT);
        if (!MockReader.METHODS.contains(upper)) {
            fields.error(
                    "enum",
                    "method",
                    "unknown method '" + Show.shorten(upper) + "'",
                    "one of " + String.join(", ", MockReader.METHODS));
        }
        String url = fields.requiredText("url", "an item's name and a path, such as api/v1/orders");
        if (url != null) {
            checks.url(fields, "url", url);
        }
        if (fields.has("path")) {
            fields.warning("legacy", "path", "'path' has no effect", "write it into 'url'");
        }
        return new Action.HttpRequest(
                upper,
                url == null ? "" : url,
                HeaderReader.headers(fields, "headers", false),
                requestBody(fields),
                values(fields.map("queryParams")),
                timeout(fields),
                body.loop(),
                context.place(written));
    }

    private static RequestBody requestBody(Fields fields) {
        Node body = fields.node("body");
        MapNode form = fields.map("formData");
        if (body != null && fields.node("formData") != null) {
            fields.error("exclusive", "formData", "'body' and 'formData' exclude each other", "keep one of them");
        }
        if (form != null) {
            return new RequestBody.FormData(values(form));
        }
        return body == null ? new RequestBody.None() : new RequestBody.Content(Json.of(body));
    }

    private static Map<String, JsonNode> values(@Nullable MapNode map) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (map != null) {
            map.fields().forEach((key, field) -> values.put(key, Json.of(field.value())));
        }
        return values;
    }

    private static @Nullable Duration timeout(Fields fields) {
        Integer millis = fields.integer("timeout", 1, Integer.MAX_VALUE);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private Action db(MapNode written, String path) {
        LoopReader.Body body = loops.body(written, path, List.of(), LoopReader.Level.ACTION);
        Fields fields = new Fields(context, body.map(), path, DB_KEYS);
        String database = fields.requiredText("database", "the name of a DATABASE item");
        if (database != null) {
            checks.database(fields, "database", database);
        }
        String query = fields.requiredText("query", "the statement to execute");
        if (query != null && query.isBlank()) {
            fields.error("empty", "query", "'query' is blank", "the statement to execute");
        }
        Node params = fields.node("params");
        if (params instanceof ScalarNode scalar && !(scalar.isText() && Syntax.isExpression(scalar.source()))) {
            fields.wrongType("params", params, "a map or a list");
        }
        return new Action.DbQuery(
                database == null ? "" : database,
                query == null ? "" : query.strip(),
                params == null ? null : Json.of(params),
                timeout(fields),
                body.loop(),
                context.place(written));
    }

    private Action pause(MapNode written, String path) {
        LoopReader.Body body = loops.body(written, path, List.of(), LoopReader.Level.ACTION);
        Fields fields = new Fields(context, body.map(), path, WAIT_KEYS);
        if (fields.node("durationMs") == null) {
            fields.missing("durationMs", "a positive number of milliseconds");
        }
        Integer millis = fields.integer("durationMs", 1, Integer.MAX_VALUE);
        return new Action.Wait(Duration.ofMillis(millis == null ? 1 : millis), body.loop(), context.place(written));
    }

    private Action parallel(MapNode map, String path) {
        context.require(Capabilities.Construct.PARALLEL, map.at(), path);
        Fields fields = new Fields(context, map, path, List.of("type", "actions"));
        ListNode list = fields.list("actions");
        if (fields.node("actions") == null) {
            fields.missing("actions", "a list of actions that run at once");
        }
        List<Action> actions = new ArrayList<>();
        int[] browsers = {0};
        if (list != null) {
            fields.maps(list, fields.path("actions")).forEach((place, inner) -> {
                Action action = action(inner, place);
                if (action instanceof Action.Parallel) {
                    context.error(
                            "nested-parallel",
                            inner,
                            place,
                            "a parallel action inside another",
                            "put its actions into the outer list");
                } else if (action instanceof Action.Ui && ++browsers[0] > 1) {
                    context.error(
                            "two-browsers",
                            inner,
                            place,
                            "a second ui action; there is one browser",
                            "keep one ui action per parallel");
                }
                if (action != null) {
                    actions.add(action);
                }
            });
        }
        return new Action.Parallel(actions, context.place(map));
    }

    private Action twin(Fields fields) {
        context.require(Capabilities.Construct.TWIN, fields.at(), fields.path);
        String twin = fields.requiredText("twin", "the name of a TWIN item");
        if (twin != null) {
            checks.twin(fields, "twin", twin);
        }
        String advice = "one of list, get, create, patch, delete, reset, snapshot, restore";
        String text = fields.requiredText("op", advice);
        Op op = Op.LIST;
        for (Op candidate : Op.values()) {
            op = candidate.name().toLowerCase(Locale.ROOT).equals(text) ? candidate : op;
        }
        if (text != null && !op.name().toLowerCase(Locale.ROOT).equals(text)) {
            fields.error("enum", "op", "unknown operation '" + Show.shorten(text) + "'", advice);
        }
        Node id = fields.node("id");
        Node data = fields.node("data");
        String table = fields.filledText("table");
        if (text != null) {
            twinKeys(fields, op);
        }
        if (table != null && twin != null) {
            context.twins().table(fields, "table", twin, table);
        }
        return new Action.TwinOp(
                twin == null ? "" : twin,
                op,
                table,
                id == null ? null : Json.of(id),
                data == null ? null : Json.of(data),
                fields.filledText("name"),
                context.place(fields.map));
    }

    /** What an operation needs, and what means nothing to it (spec 12.9). */
    private static void twinKeys(Fields fields, Op op) {
        boolean row = op == Op.GET || op == Op.PATCH || op == Op.DELETE;
        boolean named = op == Op.SNAPSHOT || op == Op.RESTORE;
        boolean written = op == Op.CREATE || op == Op.PATCH;
        String word = op.name().toLowerCase(Locale.ROOT);
        twinKey(fields, word, "table", !named && op != Op.RESET, named);
        twinKey(fields, word, "id", row, !row);
        twinKey(fields, word, "data", written, !written);
        twinKey(fields, word, "name", named, !named);
        if (written && fields.has("data") && !(fields.node("data") instanceof MapNode)) {
            fields.error("type", "data", "'data' must be a map", "write the properties of the row");
        }
    }

    private static void twinKey(Fields fields, String op, String key, boolean needed, boolean useless) {
        if (needed && !fields.has(key)) {
            fields.missing(key, "the operation " + op + " needs it");
        } else if (useless && fields.has(key)) {
            fields.warning("no-effect", key, "'" + key + "' means nothing to the operation " + op, "remove it");
        }
    }
}
