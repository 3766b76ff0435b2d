package dev.doppel.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.matching.form.BodyDecoder;
import dev.doppel.matching.form.FormBody;
import java.util.List;
import java.util.Map;

/** Parts of an exchange as people read them (definition spec 3.9, 3.10). Pure. */
public final class Bodies {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Bodies() {}

    /** The body as a value: JSON, text, or a description of bytes. */
    public static JsonNode value(CapturedBody body, Map<String, List<String>> headers) {
        byte[] bytes = body.bytes();
        return bytes == null
                ? NullNode.getInstance()
                : BodyDecoder.decode(
                                bytes,
                                first(headers, "content-type"),
                                first(headers, "content-encoding"),
                                body.truncated())
                        .body();
    }

    /** One value is a text, several are a list. */
    public static ObjectNode headers(Map<String, List<String>> headers) {
        ObjectNode node = NODES.objectNode();
        headers.forEach((name, values) -> {
            if (values.size() == 1) {
                node.put(name, values.getFirst());
            } else {
                values.forEach(node.withArray("/" + name.replace("~", "~0").replace("/", "~1"))::add);
            }
        });
        return node;
    }

    /** Absolute; the scheme's own port is left out. */
    public static String url(CapturedRequest request) {
        boolean usual = request.port() == (request.scheme().equals("https") ? 443 : 80);
        return request.scheme() + "://" + request.host() + (usual ? "" : ":" + request.port()) + request.path()
                + (request.query().isEmpty() ? "" : "?" + request.query());
    }

    /** Decoded parameters; one value is a text, several are a list. */
    public static ObjectNode query(String query) {
        ObjectNode node = NODES.objectNode();
        if (query.isEmpty()) {
            return node;
        }
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = FormBody.decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : FormBody.decode(parameter.substring(equals + 1));
            JsonNode before = node.get(name);
            if (before == null) {
                node.put(name, value);
            } else if (before instanceof com.fasterxml.jackson.databind.node.ArrayNode list) {
                list.add(value);
            } else {
                node.set(name, NODES.arrayNode().add(before).add(value));
            }
        }
        return node;
    }

    private static @org.jspecify.annotations.Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : String.join(", ", values);
    }
}
