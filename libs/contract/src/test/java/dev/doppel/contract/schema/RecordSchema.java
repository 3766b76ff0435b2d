package dev.doppel.contract.schema;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageTypes;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema that follows from a record: components that may be null are optional, all others required; records, enums and ids it is
 * made of stand under {@code $defs}. Nothing forbids further fields: readers ignore what they do not know.
 */
final class RecordSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What {@code dev.doppel.contract.id} allows in an id. */
    static final String ID_PATTERN = "^[A-Za-z0-9._-]{1,100}$";

    private final Map<String, Class<?>> named = new LinkedHashMap<>();
    private final ObjectNode definitions = JSON.objectNode();

    private RecordSchema() {}

    static ObjectNode of(MessageTypes.Entry entry) {
        RecordSchema made = new RecordSchema();
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:doppel:message:" + entry.name());
        schema.put("title", entry.name());
        schema.setAll(made.object(entry.type()));
        if (!made.definitions.isEmpty()) {
            schema.set("$defs", made.definitions);
        }
        return schema;
    }

    private ObjectNode object(Class<?> type) {
        SourceComments comments = SourceComments.of(type);
        ObjectNode schema = described(JSON.objectNode(), comments.text());
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            ObjectNode property =
                    described(JSON.objectNode(), comments.components().get(component.getName()));
            property.setAll(value(component.getGenericType()));
            properties.set(component.getName(), property);
            if (!mayBeNull(component)) {
                required.add(component.getName());
            }
        }
        schema.set("required", required);
        return schema;
    }

    private static boolean mayBeNull(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    private ObjectNode value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Map.class) {
                ObjectNode schema = JSON.objectNode().put("type", "object");
                schema.set("additionalProperties", value(last));
                return schema;
            }
            if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
                ObjectNode schema = JSON.objectNode().put("type", "array");
                schema.set("items", value(last));
                return generic.getRawType() == Set.class ? schema.put("uniqueItems", true) : schema;
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no rule says how " + type + " looks in JSON; add it to RecordSchema");
        }
        if (plain == String.class) {
            return JSON.objectNode().put("type", "string");
        }
        if (plain == Instant.class) {
            return JSON.objectNode().put("type", "string").put("format", "date-time");
        }
        if (plain == boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (JsonNode.class.isAssignableFrom(plain)) {
            return JSON.objectNode();
        }
        if (plain.isEnum() || plain.isRecord()) {
            return JSON.objectNode().put("$ref", "#/$defs/" + define(plain));
        }
        throw new IllegalArgumentException("no rule says how " + plain + " looks in JSON; add it to RecordSchema");
    }

    /** Name under {@code $defs}; those of nested types carry their outer type, such as Exchange.State. */
    private String define(Class<?> type) {
        String name =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        Class<?> before = named.putIfAbsent(name, type);
        if (before == null) {
            definitions.set(name, JSON.objectNode());
            definitions.set(name, definition(type));
        } else if (before != type) {
            throw new IllegalArgumentException(before + " and " + type + " would both be #/$defs/" + name);
        }
        return name;
    }

    private ObjectNode definition(Class<?> type) {
        if (type.isEnum()) {
            ObjectNode schema =
                    described(JSON.objectNode(), SourceComments.of(type).text());
            schema.put("type", "string");
            ArrayNode values = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(constant.toString());
            }
            return schema;
        }
        if (type.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonValue.class)) {
            return described(JSON.objectNode(), SourceComments.of(type).text())
                    .put("type", "string")
                    .put("pattern", ID_PATTERN);
        }
        return object(type);
    }

    private static ObjectNode described(ObjectNode schema, @Nullable String text) {
        return text == null || text.isEmpty() ? schema : schema.put("description", text);
    }
}
