package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.schema.Generator;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of every vendor document answers, and an independent validator accepts every answer. */
class DocumentsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "twilio", "openai", "sendgrid"})
    void T001_T106_everyOperationAnswersAndEveryAnswerIsValid(String name) throws Exception {
        var speaker = Twins.start("version: \"1.0\"\nimports:\n  - {path: vendor/" + name + "}\n");
        List<String> failures = new ArrayList<>();
        Map<String, Object> bundle = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, TwinResponse> answers = new LinkedHashMap<>();
        int checked = 0;
        for (Mock mock : speaker.twin().catalog().mocks().values()) {
            ApiOperation op = mock.operation();
            bundle.computeIfAbsent(
                    "components",
                    k -> draft(Values.mapOrEmpty(op.document().root().get("components"))));
            TwinResponse answer = speaker.twin().handle(request(op));
            checked++;
            if (answer.status() != OperationShape.status(op.shape().successCode())
                    || !mock.id().equals(answer.operation())) {
                failures.add(mock.id() + ": answered " + answer.status() + " by " + answer.operation() + " "
                        + answer.bodyText());
                continue;
            }
            OperationShape.Response declared =
                    op.shape().responses().get(String.valueOf(op.shape().successCode()));
            String type = declared == null
                    ? null
                    : OperationShape.preferred(declared.contents().keySet());
            if (type == null || answer.status() == 204) {
                continue;
            }
            assertThat(answer.headers().first("Content-Type")).isEqualTo(type);
            Map<String, Object> schema = declared.contents().get(type).schema();
            if (schema != null && type.contains("json")) {
                operations.put("op" + answers.size(), draft(schema));
                answers.put(mock.id(), answer);
            }
        }
        bundle.put("operations", operations);
        String text = Json.text(bundle);
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V4, b -> b.schemaLoaders(l -> l.schemas(Map.of("https://doc.test/d", text))));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(false)
                .preloadJsonSchema(false)
                .build();
        int n = 0;
        for (var e : answers.entrySet()) {
            JsonSchema schema = factory.getSchema(SchemaLocation.of("https://doc.test/d#/operations/op" + n++), config);
            var found = schema.validate(MAPPER.readTree(e.getValue().body()));
            if (!found.isEmpty()) {
                failures.add(e.getKey() + ": " + found.stream().limit(3).toList() + " in "
                        + e.getValue()
                                .bodyText()
                                .substring(0, Math.min(200, e.getValue().body().length)));
            }
        }
        assertThat(failures).as(failures.size() + " of " + checked).isEmpty();
        assertThat(checked).isEqualTo(speaker.twin().catalog().mocks().size());
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
                out.put(key, key.equals("enum") ? value : inner(value));
            }
        });
        if (Boolean.TRUE.equals(node.get("nullable")) && !(node.get("nullable") instanceof Map)) {
            out.remove("nullable");
            return Map.of("anyOf", List.of(Map.of("type", "null"), out));
        }
        return out;
    }

    private static Object inner(Object value) {
        if (value instanceof Map<?, ?> m) {
            return draft(Values.mapOrEmpty(m));
        }
        if (value instanceof List<?> l) {
            return l.stream().map(DocumentsTest::inner).toList();
        }
        return value;
    }

    /** A request that the operation's own document describes. */
    static TwinRequest request(ApiOperation op) {
        Schemas schemas = Schemas.of(op.document());
        Generator generator =
                new Generator(schemas, Generator.Style.FULL, Instant.parse("2025-01-01T00:00:00Z"), 7, Map.of());
        String path = op.path();
        StringBuilder query = new StringBuilder();
        for (OperationShape.Param p : op.shape().params()) {
            String text = Values.show(generator.generate(p.schema()));
            if (p.in().equals("path")) {
                path = path.replace(
                        "{" + p.name() + "}", dev.doppel.twin.http.Query.encode(text.isEmpty() ? "x" : text));
            } else if (p.in().equals("query") && p.required()) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(p.name())
                        .append('=')
                        .append(dev.doppel.twin.http.Query.encode(text));
            }
        }
        path = path.replaceAll("\\{[^}]*}", "x1");
        dev.doppel.twin.http.Headers headers = new dev.doppel.twin.http.Headers();
        byte[] body = new byte[0];
        for (var e : op.shape().bodies().entrySet()) {
            if (e.getKey().contains("json")) {
                headers.set("Content-Type", e.getKey());
                body = Json.bytes(generator.generate(e.getValue()));
            } else {
                headers.set("Content-Type", e.getKey());
                body = "".getBytes(StandardCharsets.UTF_8);
            }
            break;
        }
        return new TwinRequest(op.method(), path, query.toString(), headers, body);
    }
}
