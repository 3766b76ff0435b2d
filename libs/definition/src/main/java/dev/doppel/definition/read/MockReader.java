package dev.doppel.definition.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.model.ItemHead;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import dev.doppel.matching.mock.BodyCriterion;
import dev.doppel.matching.mock.MockCheck;
import dev.doppel.matching.mock.MockRule;
import dev.doppel.matching.mock.MockSyntaxException;
import dev.doppel.matching.regex.RegexSyntaxException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mocks in both spellings (spec 2.6, 4.2, 4.5). */
final class MockReader {
    static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final List<String> SHORT = List.of(
            "target",
            "path",
            "method",
            "origin",
            "delayMs",
            "responseStatus",
            "responseHeaders",
            "responseBody",
            "requestBodyContains",
            "requestBodyMatches");
    private static final List<String> LONG = List.of(
            "mockTarget",
            "mockPath",
            "mockMethod",
            "mockOrigin",
            "mockDelayMs",
            "mockResponseStatus",
            "mockResponseHeaders",
            "mockResponseBody",
            "mockRequestBodyContains",
            "mockRequestBodyMatches");
    private static final long LONGEST_DELAY = Duration.ofHours(24).toMillis();

    private final Context context;

    MockReader(Context context) {
        this.context = context;
    }

    Mock item(MapNode map, String path, ItemReader items) {
        MapNode renamed = renamed(map, path, SHORT, LONG);
        List<String> known = new ArrayList<>(List.of("type", "name", "description"));
        known.addAll(LONG);
        Fields fields = new Fields(context, renamed, path, known);
        ItemHead head = items.head(fields, false);
        return mock(fields, new ItemHead(head.name(), head.description(), 0, context.place(map)), LONG);
    }

    @Nullable
    Mock shortForm(MapNode map, String path, int index) {
        MapNode renamed = renamed(map, path, LONG, SHORT);
        List<String> known = new ArrayList<>(List.of("name", "description"));
        known.addAll(SHORT);
        Fields fields = new Fields(context, renamed.without("type"), path, known);
        String name = fields.filledText("name");
        ItemHead head = new ItemHead(
                name == null ? "mock-" + index : name,
                fields.note("description", DefinitionReader.LONGEST_DESCRIPTION),
                0,
                context.place(map));
        return mock(fields, head, SHORT);
    }

    /** Reads the other spelling's keys as synonyms, each with a warning. */
    private MapNode renamed(MapNode map, String path, List<String> from, List<String> to) {
        Map<String, MapNode.Field> fields = new LinkedHashMap<>();
        map.fields().forEach((key, field) -> {
            int i = from.indexOf(key);
            if (i >= 0) {
                context.warning(
                        "synonym",
                        field.keyAt(),
                        path + "." + key,
                        "'" + key + "' belongs to the other spelling of mocks; read as '" + to.get(i) + "'",
                        "write '" + to.get(i) + "'");
            }
            fields.putIfAbsent(i >= 0 ? to.get(i) : key, field);
        });
        return new MapNode(map.at(), fields);
    }

    private Mock mock(Fields fields, ItemHead head, List<String> keys) {
        String target = fields.requiredText(keys.get(0), "the host that the mock stands for");
        Mock.Criteria criteria = new Mock.Criteria(
                target == null ? new Mock.Target("", null) : target(fields, keys.get(0), target),
                path(fields, keys.get(1)),
                method(fields, keys.get(2)),
                origin(fields, keys.get(3)),
                body(fields, keys.get(8), keys.get(9)));
        Mock mock = new Mock(head, criteria, answer(fields, keys));
        checkUsable(fields, mock);
        return mock;
    }

    /** The matcher has the last word, so that what loads also compiles. */
    private void checkUsable(Fields fields, Mock mock) {
        if (context.hasErrors()) {
            return;
        }
        Mock.Criteria criteria = mock.criteria();
        try {
            MockCheck.warnings(new MockRule(
                    0,
                    mock.name(),
                    criteria.origin(),
                    criteria.target().toString(),
                    criteria.method(),
                    criteria.path(),
                    switch (criteria.body()) {
                        case null -> null;
                        case Mock.BodyCriterion.Contains(String text) -> new BodyCriterion.Contains(text);
                        case Mock.BodyCriterion.Matches(String regex) -> new BodyCriterion.Matches(regex);
                    }));
        } catch (MockSyntaxException | RegexSyntaxException invalid) {
            context.error("mock", fields.at(), fields.path, String.valueOf(invalid.getMessage()), "");
        }
    }

    /** Host and optional port; scheme and trailing slash are dropped with a warning (spec 4.2 #2). */
    Mock.Target target(Fields fields, String key, String text) {
        String host = text;
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            host = host.substring(host.indexOf("//") + 2);
            fields.warning(
                    "target", key, "the scheme in '" + Show.shorten(text) + "' has no effect", "write the host only");
        }
        if (host.endsWith("/")) {
            host = host.substring(0, host.length() - 1);
            fields.warning(
                    "target",
                    key,
                    "the '/' at the end of '" + Show.shorten(text) + "' has no effect",
                    "write the host only");
        }
        if (host.indexOf('/') >= 0) {
            fields.error(
                    "target",
                    key,
                    "'" + Show.shorten(text) + "' holds a path",
                    "put the path into the mock's path key");
            host = host.substring(0, host.indexOf('/'));
        }
        Integer port = null;
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && host.indexOf(']', colon) < 0 && (host.startsWith("[") || host.indexOf(':') == colon)) {
            String digits = host.substring(colon + 1);
            int number = Syntax.isDecimalInteger(digits) && digits.length() < 7 ? Integer.parseInt(digits) : 0;
            if (number < 1 || number > 65535) {
                fields.error(
                        "target",
                        key,
                        "the port in '" + Show.shorten(text) + "' is no port",
                        "1 to 65535, or none for any");
            } else {
                port = number;
            }
            host = host.substring(0, colon);
        }
        String bare = host.startsWith("*.") ? host.substring(2) : host;
        if (!host.equals("*")
                && (bare.isEmpty() || bare.chars().anyMatch(c -> c == '*' || c <= ' ' || "{}?#@".indexOf(c) >= 0))) {
            fields.error(
                    "target",
                    key,
                    "'" + Show.shorten(text) + "' is no host",
                    "a host name, *.example.com, or * for any");
        }
        return new Mock.Target(host.toLowerCase(Locale.ROOT), port);
    }

    private static String path(Fields fields, String key) {
        String path = fields.requiredText(key, "the path to answer, such as /v1/charges, or *");
        if (path == null) {
            return "*";
        }
        if (path.indexOf('?') >= 0) {
            fields.warning(
                    "mock-path",
                    key,
                    "the query in '" + Show.shorten(path) + "' is ignored; it never takes part in matching",
                    "remove the part from '?' on");
        }
        if (path.startsWith("/") || path.equals("*")) {
            return path;
        }
        fields.warning(
                "mock-path",
                key,
                "'" + Show.shorten(path) + "' does not begin with '/'; one is added",
                "begin with '/'");
        return "/" + path;
    }

    private static @Nullable String method(Fields fields, String key) {
        String text = fields.filledText(key);
        if (text == null || text.equals("*")) {
            return null;
        }
        String method = text.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            fields.error(
                    "enum",
                    key,
                    "unknown method '" + Show.shorten(text) + "'",
                    "one of " + String.join(", ", METHODS) + ", *");
        }
        return method;
    }

    static @Nullable String origin(Fields fields, String key) {
        String origin = fields.filledText(key);
        return origin == null || origin.equals("*") ? null : origin.equals("browser") ? "chromium" : origin;
    }

    private static Mock.@Nullable BodyCriterion body(Fields fields, String containsKey, String matchesKey) {
        String contains = fields.filledText(containsKey);
        String matches = fields.filledText(matchesKey);
        if (fields.node(containsKey) != null && fields.node(matchesKey) != null) {
            fields.error(
                    "exclusive",
                    matchesKey,
                    "'" + containsKey + "' and '" + matchesKey + "' exclude each other",
                    "keep one of them");
        }
        if (matches != null) {
            Syntax.regexComplaint(matches)
                    .ifPresent(complaint -> fields.error(
                            "regex", matchesKey, "not a valid regular expression: " + complaint, "RE2 syntax"));
            return new Mock.BodyCriterion.Matches(matches);
        }
        return contains == null ? null : new Mock.BodyCriterion.Contains(contains);
    }

    private Mock.Answer answer(Fields fields, List<String> keys) {
        Integer status = fields.integer(keys.get(5), 100, 599);
        if (status != null && status < 200) {
            fields.warning(
                    "status", keys.get(5), status + " is an interim status; clients go on waiting", "200 to 599");
        }
        Node body = fields.node(keys.get(7));
        JsonNode content = body == null ? null : Json.of(body);
        return new Mock.Answer(
                status == null ? 200 : status,
                HeaderReader.headers(fields, keys.get(6), true),
                content,
                delay(fields, keys.get(4)));
    }

    private Duration delay(Fields fields, String key) {
        Node node = fields.node(key);
        if (node == null) {
            return Duration.ZERO;
        }
        String advice = "a number of milliseconds from 0 to " + LONGEST_DELAY;
        if (!(node instanceof ScalarNode scalar)
                || !(scalar.value().isNumber() || scalar.placeholder() && Syntax.isDecimalInteger(scalar.source()))) {
            fields.wrongType(key, node, advice);
            return Duration.ZERO;
        }
        BigDecimal millis = scalar.isText()
                ? new BigDecimal(scalar.source())
                : scalar.value().decimalValue();
        if (millis.signum() < 0 || millis.compareTo(BigDecimal.valueOf(LONGEST_DELAY)) > 0) {
            fields.error("range", key, "'" + key + "' is " + Show.shorten(scalar.source()), advice);
            return Duration.ZERO;
        }
        if (scalar.isText()) {
            context.notes().replace(scalar, com.fasterxml.jackson.databind.node.LongNode.valueOf(millis.longValue()));
        }
        return Duration.ofNanos(millis.movePointRight(6).longValue());
    }
}
