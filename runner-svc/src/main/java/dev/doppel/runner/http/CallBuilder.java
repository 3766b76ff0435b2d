package dev.doppel.runner.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Header;
import dev.doppel.matching.form.BodyDecoder;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.VariableLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An httpRequest action with the variables of the moment becomes a call (spec 5.3). Pure. */
public final class CallBuilder {
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "x-doppel-token",
            "x-doppel-request",
            "x-doppel-scheme");

    private CallBuilder() {}

    /**
     * Builds the call.
     *
     * @throws BadCall when it cannot be made as written
     * @throws dev.doppel.matching.template.TemplateException for an unknown variable
     */
    public static Call build(Action.HttpRequest action, VariableLookup variables, Hosts hosts) throws BadCall {
        Target target = Target.parse(text(action.url(), variables));
        boolean internal = hosts.internal(target);
        String scheme = target.scheme() == null ? (internal ? "http" : "https") : target.scheme();
        String query = query(target.query(), action.queryParams(), variables);
        List<Header> headers = new ArrayList<>();
        for (Header header : action.headers()) {
            String name = checked("header name", text(header.name(), variables));
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(new Header(name, checked("header " + name, text(header.value(), variables))));
            }
        }
        byte[] body = body(action.body(), headers, variables);
        defaulted(headers, "user-agent", "doppel");
        defaulted(headers, "accept", "*/*");
        String host = target.port() == null ? target.host() : target.host() + ":" + target.port();
        String uri = query.isEmpty() ? target.path() : target.path() + "?" + query;
        ObjectNode document =
                document(action.method(), scheme + "://" + host + uri, target.path(), host, headers, body);
        return new Call(action.method(), internal ? null : scheme, host, uri, headers, body, document);
    }

    private static String text(String raw, VariableLookup variables) {
        return raw.contains("{{") ? Template.parse(raw).evaluateText(variables) : raw;
    }

    private static String query(String written, Map<String, JsonNode> params, VariableLookup variables) {
        StringBuilder query = new StringBuilder(written);
        params.forEach((key, raw) -> {
            JsonNode value = Template.apply(raw, variables, false);
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                if (!one.isNull()) {
                    query.append(query.isEmpty() ? "" : "&")
                            .append(Target.encodeComponent(key))
                            .append('=')
                            .append(Target.encodeComponent(plain(one)));
                }
            }
        });
        return query.toString();
    }

    private static byte @Nullable [] body(Action.RequestBody body, List<Header> headers, VariableLookup variables)
            throws BadCall {
        return switch (body) {
            case Action.RequestBody.None none -> null;
            case Action.RequestBody.Content content -> {
                JsonNode value = Template.apply(content.value(), variables, true);
                if (value.isNull()) {
                    yield null;
                }
                if (value.isTextual()) {
                    yield value.textValue().getBytes(StandardCharsets.UTF_8);
                }
                String type = find(headers, "content-type");
                if (type != null && isForm(type) && flat(value)) {
                    yield form(value).getBytes(StandardCharsets.UTF_8);
                }
                defaulted(headers, "Content-Type", "application/json");
                yield Json.compact(value).getBytes(StandardCharsets.UTF_8);
            }
            case Action.RequestBody.FormData form -> {
                Map<String, JsonNode> parts = new LinkedHashMap<>();
                form.parts().forEach((key, raw) -> parts.put(key, Template.apply(raw, variables, false)));
                String boundary = "doppel-" + UUID.randomUUID();
                headers.removeIf(header -> header.name().equalsIgnoreCase("content-type"));
                headers.add(new Header("Content-Type", "multipart/form-data; boundary=" + boundary));
                yield Multipart.of(parts, boundary);
            }
        };
    }

    private static boolean isForm(String type) {
        return type.toLowerCase(Locale.ROOT).strip().startsWith("application/x-www-form-urlencoded");
    }

    private static boolean flat(JsonNode value) {
        if (!value.isObject()) {
            return false;
        }
        for (JsonNode one : value) {
            if (one.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private static String form(JsonNode value) {
        StringBuilder form = new StringBuilder();
        value.properties()
                .forEach(entry -> form.append(form.isEmpty() ? "" : "&")
                        .append(Target.encodeComponent(entry.getKey()))
                        .append('=')
                        .append(entry.getValue().isNull() ? "" : Target.encodeComponent(plain(entry.getValue()))));
        return form.toString();
    }

    /** A value as text: numbers without exponent and without trailing {@code .0}, structures as JSON. */
    static String plain(JsonNode value) {
        if (value.isNumber()) {
            java.math.BigDecimal number = value.decimalValue();
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return value.isContainerNode() ? Json.compact(value) : value.asText();
    }

    /** Refuses what would end the header line. */
    static String checked(String what, String value) throws BadCall {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new BadCall(what + " holds a line break or a zero character, which no header can");
            }
        }
        return value;
    }

    private static @Nullable String find(List<Header> headers, String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    private static void defaulted(List<Header> headers, String name, String value) {
        if (find(headers, name) == null) {
            headers.add(new Header(name, value));
        }
    }

    private static ObjectNode document(
            String method, String url, String path, String host, List<Header> headers, byte @Nullable [] body) {
        ObjectNode document = Json.nodes().objectNode();
        document.put("method", method).put("url", url).put("path", path);
        ObjectNode sent = document.putObject("headers");
        sent.put("host", host);
        for (Header header : headers) {
            add(sent, header.name().toLowerCase(Locale.ROOT), header.value());
        }
        document.set(
                "body",
                body == null
                        ? Json.nodes().nullNode()
                        : BodyDecoder.decode(body, find(headers, "content-type"), null, false)
                                .body());
        return document;
    }

    /** One value is text, several are a list. */
    static void add(ObjectNode headers, String name, String value) {
        JsonNode before = headers.get(name);
        if (before == null) {
            headers.put(name, value);
        } else if (before instanceof ArrayNode list) {
            list.add(value);
        } else {
            headers.putArray(name).add(before).add(value);
        }
    }
}
