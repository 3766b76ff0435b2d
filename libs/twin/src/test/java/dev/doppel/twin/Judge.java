package dev.doppel.twin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of one document in a validator that is not ours, by the order of {@link #add}. */
final class Judge {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final Map<String, Object> bundle = new LinkedHashMap<>();
    private final List<Object> schemas = new ArrayList<>();
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(false)
            .preloadJsonSchema(false)
            .build();
    /** Read once: asked for by location, the library would read the whole document again for each schema. */
    private JsonSchema root;

    Judge(Map<String, Object> document) {
        bundle.put("components", draft(Values.mapOrEmpty(document.get("components"))));
    }

    int add(Map<String, Object> schema) {
        schemas.add(draft(schema));
        return schemas.size() - 1;
    }

    /** What the validator has against the JSON, at most three complaints. */
    List<String> complaints(int schema, byte[] json) throws IOException {
        if (root == null) {
            bundle.put("judged", schemas);
            root = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                    .getSchema(SchemaLocation.of("https://doc.test/d"), MAPPER.readTree(Json.bytes(bundle)), config);
        }
        JsonSchema compiled = root.getSubSchema(SchemaLocation.Fragment.of("/judged/" + schema));
        return compiled.validate(MAPPER.readTree(json)).stream()
                .limit(3)
                .map(Object::toString)
                .toList();
    }

    /** OpenAPI 3.0 schema to JSON Schema draft 4: nullable becomes a type, siblings of references go. */
    static Map<String, Object> draft(Map<String, Object> node) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (node.get("$ref") instanceof String ref) {
            return Map.of("$ref", ref);
        }
        node.forEach((key, value) -> {
            if (!key.startsWith("x-")
                    && !key.equals("example")
                    && !key.equals("examples")
                    && !key.equals("discriminator")
                    && !key.equals("default")) {
                out.put(key, key.equals("enum") ? value : key.equals("properties") ? named(value) : inner(value));
            }
        });
        if (Boolean.TRUE.equals(node.get("nullable")) && !(node.get("nullable") instanceof Map)) {
            out.remove("nullable");
            return Map.of("anyOf", List.of(Map.of("type", "null"), out));
        }
        return out;
    }

    /** Properties may bear the names of keywords. */
    private static Object named(Object properties) {
        Map<String, Object> out = new LinkedHashMap<>();
        Values.mapOrEmpty(properties).forEach((name, schema) -> out.put(name, inner(schema)));
        return properties instanceof Map ? out : properties;
    }

    private static Object inner(Object value) {
        if (value instanceof Map<?, ?> m) {
            return draft(Values.mapOrEmpty(m));
        }
        if (value instanceof List<?> l) {
            return l.stream().map(Judge::inner).toList();
        }
        return value;
    }
}
