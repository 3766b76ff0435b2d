package dev.doppel.twin.openapi;

import dev.doppel.twin.value.Values;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values of another kind than the specification has in a place, such as an object where a list belongs: what stands there is taken
 * as if it were absent, and is told. Places that it does not know are left alone. Confined to one load.
 */
final class KindCheck {
    private static final int MOST = 50;
    private static final int DEEPEST = 100;

    /** What a place holds. */
    private enum Kind {
        OBJECT("an object"),
        LIST("a list"),
        TEXT("a text"),
        FLAG("true or false"),
        NUMBER("a number"),
        SCHEMA("a schema, which is an object"),
        TYPE("a text or a list of texts"),
        LIMIT("a number or, before 3.1, true or false");

        private final String what;

        Kind(String what) {
            this.what = what;
        }

        boolean holds(Object value) {
            return switch (this) {
                case OBJECT -> value instanceof Map;
                case LIST -> value instanceof List;
                case TEXT -> value instanceof String;
                case FLAG -> value instanceof Boolean;
                case NUMBER -> value instanceof Number;
                case SCHEMA -> value instanceof Map || value instanceof Boolean;
                case TYPE -> value instanceof String || value instanceof List;
                case LIMIT -> value instanceof Number || value instanceof Boolean;
            };
        }
    }

    private static final Map<String, Kind> ROOT = Map.ofEntries(
            Map.entry("info", Kind.OBJECT),
            Map.entry("servers", Kind.LIST),
            Map.entry("components", Kind.OBJECT),
            Map.entry("tags", Kind.LIST),
            Map.entry("security", Kind.LIST),
            Map.entry("definitions", Kind.OBJECT),
            Map.entry("parameters", Kind.OBJECT),
            Map.entry("responses", Kind.OBJECT),
            Map.entry("consumes", Kind.LIST),
            Map.entry("produces", Kind.LIST),
            Map.entry("basePath", Kind.TEXT));
    private static final Map<String, Kind> ITEM = Map.of("parameters", Kind.LIST, "servers", Kind.LIST);
    private static final Map<String, Kind> OPERATION = Map.ofEntries(
            Map.entry("parameters", Kind.LIST),
            Map.entry("requestBody", Kind.OBJECT),
            Map.entry("operationId", Kind.TEXT),
            Map.entry("summary", Kind.TEXT),
            Map.entry("tags", Kind.LIST),
            Map.entry("deprecated", Kind.FLAG),
            Map.entry("security", Kind.LIST),
            Map.entry("consumes", Kind.LIST),
            Map.entry("produces", Kind.LIST));
    private static final Map<String, Kind> PARAMETER = Map.of(
            "name", Kind.TEXT, "in", Kind.TEXT, "required", Kind.FLAG, "schema", Kind.SCHEMA, "content", Kind.OBJECT);
    private static final Map<String, Kind> BODY = Map.of("content", Kind.OBJECT, "required", Kind.FLAG);
    private static final Map<String, Kind> MEDIA = Map.of("schema", Kind.SCHEMA, "examples", Kind.OBJECT);
    private static final Map<String, Kind> RESPONSE =
            Map.of("content", Kind.OBJECT, "headers", Kind.OBJECT, "schema", Kind.SCHEMA);
    private static final Map<String, Kind> SCHEMA = Map.ofEntries(
            Map.entry("type", Kind.TYPE),
            Map.entry("properties", Kind.OBJECT),
            Map.entry("required", Kind.LIST),
            Map.entry("enum", Kind.LIST),
            Map.entry("allOf", Kind.LIST),
            Map.entry("anyOf", Kind.LIST),
            Map.entry("oneOf", Kind.LIST),
            Map.entry("additionalProperties", Kind.SCHEMA),
            Map.entry("pattern", Kind.TEXT),
            Map.entry("format", Kind.TEXT),
            Map.entry("nullable", Kind.FLAG),
            Map.entry("minimum", Kind.NUMBER),
            Map.entry("maximum", Kind.NUMBER),
            Map.entry("exclusiveMinimum", Kind.LIMIT),
            Map.entry("exclusiveMaximum", Kind.LIMIT),
            Map.entry("multipleOf", Kind.NUMBER),
            Map.entry("minLength", Kind.NUMBER),
            Map.entry("maxLength", Kind.NUMBER),
            Map.entry("minItems", Kind.NUMBER),
            Map.entry("maxItems", Kind.NUMBER));

    private final BiConsumer<String, String> tell;
    private int told;

    /** @param tell gets a pointer and what is wrong there */
    KindCheck(BiConsumer<String, String> tell) {
        this.tell = tell;
    }

    void document(Map<String, Object> root) {
        members(root, "", ROOT);
        Map<String, Object> components = Values.mapOrEmpty(root.get("components"));
        components.forEach((kind, group) -> {
            if (!kind.startsWith("x-")) {
                need(group, "/components" + Values.pointerStep(kind), Kind.OBJECT);
            }
        });
        each(components.get("schemas"), "/components/schemas", (node, at) -> schema(node, at, 0));
        each(root.get("definitions"), "/definitions", (node, at) -> schema(node, at, 0));
        each(components.get("parameters"), "/components/parameters", this::parameter);
        each(root.get("parameters"), "/parameters", this::parameter);
        each(components.get("responses"), "/components/responses", this::response);
        each(root.get("responses"), "/responses", this::response);
        each(components.get("requestBodies"), "/components/requestBodies", this::body);
    }

    /** A path item's own members. */
    void item(Map<String, Object> item, String pointer) {
        members(item, pointer, ITEM);
        list(item.get("parameters"), pointer + "/parameters", this::parameter);
    }

    void operation(Map<String, Object> operation, String pointer) {
        members(operation, pointer, OPERATION);
        list(operation.get("parameters"), pointer + "/parameters", this::parameter);
        if (operation.get("requestBody") instanceof Map) {
            body(operation.get("requestBody"), pointer + "/requestBody");
        }
        each(operation.get("responses"), pointer + "/responses", this::response);
    }

    private void parameter(@Nullable Object node, String pointer) {
        Map<String, Object> p = object(node, pointer, PARAMETER);
        if (p != null) {
            schema(p.get("schema"), pointer + "/schema", 0);
        }
    }

    private void body(@Nullable Object node, String pointer) {
        Map<String, Object> body = object(node, pointer, BODY);
        if (body != null) {
            each(body.get("content"), pointer + "/content", this::media);
        }
    }

    private void media(@Nullable Object node, String pointer) {
        Map<String, Object> media = object(node, pointer, MEDIA);
        if (media != null) {
            schema(media.get("schema"), pointer + "/schema", 0);
        }
    }

    private void response(@Nullable Object node, String pointer) {
        Map<String, Object> response = object(node, pointer, RESPONSE);
        if (response != null) {
            each(response.get("content"), pointer + "/content", this::media);
            schema(response.get("schema"), pointer + "/schema", 0);
            each(
                    response.get("headers"),
                    pointer + "/headers",
                    (header, at) -> object(header, at, Map.of("schema", Kind.SCHEMA)));
        }
    }

    private void schema(@Nullable Object node, String pointer, int depth) {
        if (depth > DEEPEST || told > MOST || node == null) {
            return;
        }
        if (!need(node, pointer, Kind.SCHEMA) || !(node instanceof Map)) {
            return;
        }
        Map<String, Object> schema = Values.mapOrEmpty(node);
        if (schema.containsKey("$ref")) {
            reference(schema, pointer);
            return;
        }
        members(schema, pointer, SCHEMA);
        each(schema.get("properties"), pointer + "/properties", (one, at) -> schema(one, at, depth + 1));
        for (String key : List.of("allOf", "anyOf", "oneOf")) {
            list(schema.get(key), pointer + "/" + key, (one, at) -> schema(one, at, depth + 1));
        }
        for (String key : List.of("items", "additionalProperties", "not")) {
            if (schema.get(key) instanceof Map) {
                schema(schema.get(key), pointer + "/" + key, depth + 1);
            }
        }
        if (schema.get("items") != null && !(schema.get("items") instanceof List)) {
            need(schema.get("items"), pointer + "/items", Kind.SCHEMA);
        }
    }

    /** The object in a place, its members looked at; null when it is none, which is told, or a reference. */
    private @Nullable Map<String, Object> object(@Nullable Object node, String pointer, Map<String, Kind> members) {
        Map<String, Object> map = Values.map(node);
        if (map == null) {
            need(node, pointer, Kind.OBJECT);
            return null;
        }
        if (map.containsKey("$ref")) {
            reference(map, pointer);
            return null;
        }
        members(map, pointer, members);
        return map;
    }

    private void reference(Map<String, Object> node, String pointer) {
        Object ref = node.get("$ref");
        if (ref != null) {
            need(ref, pointer + "/$ref", Kind.TEXT);
        }
    }

    private void members(Map<String, Object> map, String pointer, Map<String, Kind> kinds) {
        map.forEach((key, value) -> {
            Kind kind = kinds.get(key);
            if (kind != null && value != null) {
                need(value, pointer + "/" + key, kind);
            }
        });
    }

    private boolean need(@Nullable Object value, String pointer, Kind kind) {
        if (value != null && kind.holds(value)) {
            return true;
        }
        if (told++ < MOST) {
            tell.accept(pointer, "must be " + kind.what + ", not " + kindOf(value) + "; it is taken as absent");
        }
        return false;
    }

    private static String kindOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case Boolean flag -> flag.toString();
            case String text -> "the text " + (text.length() > 40 ? text.substring(0, 40) + "..." : text);
            default -> "the number " + Values.show(value);
        };
    }

    private static void each(@Nullable Object node, String pointer, BiConsumer<@Nullable Object, String> look) {
        Values.mapOrEmpty(node).forEach((name, value) -> {
            if (!name.startsWith("x-")) {
                look.accept(value, pointer + Values.pointerStep(name));
            }
        });
    }

    private static void list(@Nullable Object node, String pointer, BiConsumer<@Nullable Object, String> look) {
        List<Object> list = Values.listOrEmpty(node);
        for (int i = 0; i < list.size(); i++) {
            look.accept(list.get(i), pointer + "/" + i);
        }
    }
}
