package dev.doppel.twin;

import dev.doppel.twin.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * OpenAPI documents as they are found: each loads, says by named warnings what it does not take, and answers every operation, or is refused
 * with its file and the place. A row is a document's part and what is said of it: {@code code pointer} for a warning, {@code ! pointer:
 * words} for an error, nothing for a document that is in order.
 */
class OpenApiMessyTest {
    private static final String OK = "{\"200\": {\"description\": \"ok\"}}";

    /** An operation, from what stands in it beside its id, in a document that is in order. */
    private static String three(String operation) {
        return document(
                "\"openapi\": \"3.0.3\"",
                "{\"/a/{id}\": {\"get\": {\"operationId\": \"op\", \"parameters\":"
                        + " [{\"name\": \"id\", \"in\": \"path\", \"required\": true, \"schema\": {\"type\": \"string\"}}],"
                        + operation + "}}}",
                "");
    }

    private static String document(String version, String paths, String more) {
        return "{" + version + ", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": " + paths + more + "}";
    }

    /** An answer whose schema is given. */
    private static String schema(String schema) {
        return three(
                "\"responses\": {\"200\": {\"description\": \"ok\", \"content\": {\"application/json\": {\"schema\": "
                        + schema + "}}}}");
    }

    private static final String AT = "/paths/~1a~1{id}/get";
    private static final String SCHEMA = AT + "/responses/200/content/application~1json/schema";

    private static Object[] row(String name, String document, String... said) {
        return new Object[] {name, document, List.of(said)};
    }

    private static List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        rows.add(row("in order", three("\"responses\": " + OK)));
        // other kinds of values in known places
        rows.add(row("root is a list", "[1]", "! : must be an object"));
        rows.add(row("no version", document("\"x\": 1", "{}", ""), "! : needs openapi"));
        rows.add(row("version 4", document("\"openapi\": \"4.0.0\"", "{}", ""), "! /openapi: needs openapi"));
        rows.add(row("version as a number", document("\"openapi\": 3.1", "{}", "")));
        rows.add(row(
                "paths as a list", document("\"openapi\": \"3.0.3\"", "[]", ""), "! /paths: paths must be an object"));
        rows.add(row(
                "info, servers, tags",
                "{\"openapi\": \"3.0.3\", \"info\": [], \"servers\": {}, \"tags\": \"a\", \"paths\": {}}",
                "wrong-type /info",
                "wrong-type /servers",
                "wrong-type /tags"));
        rows.add(row(
                "a path item as a text",
                document("\"openapi\": \"3.0.3\"", "{\"/a\": \"b\"}", ""),
                "! /paths/~1a: a path item must be an object"));
        rows.add(row(
                "an operation as a list",
                document("\"openapi\": \"3.0.3\"", "{\"/a\": {\"get\": []}}", ""),
                "! /paths/~1a/get: an operation must be an object"));
        rows.add(row(
                "responses as a list",
                three("\"responses\": []"),
                "! " + AT + "/responses: responses must be an object"));
        rows.add(row(
                "a response as a text",
                three("\"responses\": {\"200\": \"ok\"}"),
                "wrong-type " + AT + "/responses/200"));
        rows.add(row(
                "content as a list",
                three("\"responses\": {\"200\": {\"content\": [1]}}"),
                "wrong-type " + AT + "/responses/200/content"));
        rows.add(row(
                "media as a text",
                three("\"responses\": {\"200\": {\"content\": {\"application/json\": \"x\"}}}"),
                "wrong-type " + AT + "/responses/200/content/application~1json"));
        rows.add(row(
                "headers as a list",
                three("\"responses\": {\"200\": {\"headers\": [\"x\"]}}"),
                "wrong-type " + AT + "/responses/200/headers"));
        rows.add(row(
                "a header as a text",
                three("\"responses\": {\"200\": {\"headers\": {\"X\": \"x\"}}}"),
                "wrong-type " + AT + "/responses/200/headers/X"));
        rows.add(row(
                "request body as a list",
                three("\"requestBody\": [], \"responses\": " + OK),
                "wrong-type " + AT + "/requestBody"));
        rows.add(row(
                "tags, deprecated, summary",
                three("\"tags\": \"a\", \"deprecated\": \"no\", \"summary\": 5, \"responses\": " + OK),
                "wrong-type " + AT + "/tags",
                "wrong-type " + AT + "/deprecated",
                "wrong-type " + AT + "/summary"));
        rows.add(row(
                "operation id as a number",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a\": {\"get\": {\"operationId\": 7, \"responses\": " + OK + "}}}",
                        ""),
                "wrong-type /paths/~1a/get/operationId"));
        rows.add(row(
                "parameters as an object",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a\": {\"parameters\": {}, \"get\": {\"operationId\": \"o\", \"parameters\": {\"name\": \"x\"}, \"responses\": "
                                + OK + "}}}",
                        ""),
                "wrong-type /paths/~1a/parameters",
                "wrong-type /paths/~1a/get/parameters"));
        rows.add(row(
                "parameters that are none",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a\": {\"get\": {\"operationId\": \"o\", \"parameters\": [7, {\"in\": \"query\", \"schema\": {}}, {\"name\": \"p\", \"in\": \"somewhere\", \"schema\": {}}, {\"name\": \"q\", \"in\": \"query\"}, {\"name\": 5, \"in\": \"query\", \"required\": \"yes\", \"schema\": []}], \"responses\": "
                                + OK + "}}}",
                        ""),
                "wrong-type /paths/~1a/get/parameters/0",
                "broken-parameter /paths/~1a/get/parameters/1",
                "broken-parameter /paths/~1a/get/parameters/2",
                "parameter-without-schema /paths/~1a/get/parameters/3",
                "wrong-type /paths/~1a/get/parameters/4/name",
                "wrong-type /paths/~1a/get/parameters/4/required",
                "wrong-type /paths/~1a/get/parameters/4/schema"));
        rows.add(row(
                "components and their groups",
                document("\"openapi\": \"3.0.3\"", "{}", ", \"components\": {\"schemas\": [], \"parameters\": 5}"),
                "wrong-type /components/schemas",
                "wrong-type /components/parameters"));
        rows.add(row("a schema as a list", schema("[\"string\"]"), "wrong-type " + SCHEMA));
        rows.add(row(
                "members of a schema",
                schema(
                        "{\"type\": 5, \"properties\": [\"a\"], \"required\": true, \"enum\": \"a\", \"allOf\": {}, \"pattern\": 5, \"minLength\": \"3\", \"nullable\": \"yes\"}"),
                "wrong-type " + SCHEMA + "/type",
                "wrong-type " + SCHEMA + "/properties",
                "wrong-type " + SCHEMA + "/required",
                "wrong-type " + SCHEMA + "/enum",
                "wrong-type " + SCHEMA + "/allOf",
                "wrong-type " + SCHEMA + "/pattern",
                "wrong-type " + SCHEMA + "/minLength",
                "wrong-type " + SCHEMA + "/nullable"));
        rows.add(row(
                "a property's schema as a text",
                schema(
                        "{\"type\": \"object\", \"required\": [\"a\"], \"properties\": {\"a\": \"string\", \"b\": {\"type\": \"array\", \"items\": \"string\"}}}"),
                "wrong-type " + SCHEMA + "/properties/a",
                "wrong-type " + SCHEMA + "/properties/b/items"));
        rows.add(row("an enum with nothing in it", schema("{\"type\": \"string\", \"enum\": []}")));
        // what is missing
        rows.add(row("no responses", three("\"summary\": \"s\""), "no-responses " + AT));
        rows.add(row("responses with nothing in them", three("\"responses\": {}"), "no-responses " + AT));
        rows.add(row("no paths, but webhooks", "{\"openapi\": \"3.1.0\", \"info\": {}, \"webhooks\": {}}"));
        rows.add(row("no paths", "{\"openapi\": \"3.0.3\", \"info\": {}}", "! /paths: paths must be an object"));
        rows.add(row("no info", "{\"openapi\": \"3.0.3\", \"paths\": {}}"));
        // statuses
        for (String code : List.of("2XX", "default", "2xx", "201")) {
            rows.add(row("status " + code, three("\"responses\": {\"" + code + "\": {\"description\": \"ok\"}}")));
        }
        for (String code : List.of("ok", "999", "099", "20", "6XX", "200 OK")) {
            rows.add(row(
                    "status " + code,
                    three("\"responses\": {\"" + code + "\": {\"description\": \"ok\"}}"),
                    "odd-status " + AT + "/responses/" + code));
        }
        // paths and ids
        rows.add(row(
                "a path without a slash",
                document("\"openapi\": \"3.0.3\"", "{\"a\": {\"get\": {\"responses\": " + OK + "}}}", ""),
                "! /paths/a: a path must begin"));
        rows.add(row(
                "a path with a query",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a?x=1\": {\"get\": {\"operationId\": \"o\", \"responses\": " + OK + "}}}",
                        ""),
                "query-in-path /paths/~1a?x=1"));
        rows.add(row(
                "braces that do not close",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a/{id\": {\"get\": {\"operationId\": \"o\", \"responses\": " + OK + "}}}",
                        "")));
        rows.add(row(
                "ids twice, paths twice",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a/{x}\": {\"get\": {\"operationId\": \"o\", \"responses\": " + OK
                                + "}}, \"/a/{y}\": {\"get\": {\"operationId\": \"o\", \"responses\": " + OK + "}}}",
                        ""),
                "duplicate-operation-id /paths/~1a~1{y}/get",
                "same-path /paths/~1a~1{y}",
                "undeclared-path-parameter /paths/~1a~1{x}/get",
                "undeclared-path-parameter /paths/~1a~1{y}/get"));
        rows.add(row(
                "no id",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a\": {\"get\": {\"operationId\": \" \", \"responses\": " + OK + "}}}",
                        ""),
                "missing-operation-id /paths/~1a/get"));
        rows.add(row("one key twice", document("\"openapi\": \"3.0.3\"", "{\"/a\": {}, \"/a\": {}}", ""), "! : twice"));
        // references
        rows.add(row(
                "a reference to nothing",
                schema("{\"$ref\": \"#/components/schemas/None\"}"),
                "! " + SCHEMA + "/$ref: refers to #/components/schemas/None, which does not exist"));
        rows.add(row("a reference that is none", schema("{\"$ref\": 5}"), "wrong-type " + SCHEMA + "/$ref"));
        rows.add(row(
                "a reference to another machine",
                schema("{\"$ref\": \"https://example.com/x.json#/A\"}"),
                "remote-ref " + SCHEMA + "/$ref"));
        rows.add(row(
                "a reference to this machine by URL",
                schema("{\"$ref\": \"file:///etc/passwd\"}"),
                "remote-ref " + SCHEMA + "/$ref"));
        rows.add(row(
                "a reference to a file that is not there",
                schema("{\"$ref\": \"other.yaml\"}"),
                "! " + SCHEMA + "/$ref: refers to other.yaml, which does not exist"));
        rows.add(row(
                "a reference into a file that is not there",
                schema("{\"$ref\": \"other.yaml#/A\"}"),
                "! " + SCHEMA + "/$ref: refers to other.yaml#/A"));
        rows.add(row(
                "references that go round",
                document(
                        "\"openapi\": \"3.0.3\"",
                        "{\"/a\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"200\": {\"description\": \"d\", \"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/A\"}}}}}}}}",
                        ", \"components\": {\"schemas\": {\"A\": {\"$ref\": \"#/components/schemas/B\"}, \"B\": {\"$ref\": \"#/components/schemas/A\"}}}"),
                "circular-ref /paths/~1a/get/responses/200/content/application~1json/schema/$ref",
                "circular-ref /components/schemas/A/$ref",
                "circular-ref /components/schemas/B/$ref"));
        rows.add(
                row(
                        "a schema within itself, always",
                        document(
                                "\"openapi\": \"3.0.3\"",
                                "{\"/a\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"200\": {\"description\": \"d\", \"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/A\"}}}}}}}}",
                                ", \"components\": {\"schemas\": {\"A\": {\"type\": \"object\", \"required\": [\"a\"], \"allOf\": [{\"$ref\": \"#/components/schemas/A\"}], \"properties\": {\"a\": {\"$ref\": \"#/components/schemas/A\"}}}}}")));
        // numbers and formats
        rows.add(
                row(
                        "numbers beyond all bounds",
                        schema(
                                "{\"type\": \"integer\", \"minimum\": 1e999, \"maximum\": 123456789012345678901234567890, \"default\": -1e308}")));
        rows.add(row(
                "lengths beyond all bounds",
                schema("{\"type\": \"string\", \"minLength\": 99999999999999, \"maxLength\": -5}")));
        rows.add(row(
                "a number of 2,000 digits",
                schema("{\"type\": \"integer\", \"maximum\": " + "9".repeat(2_000) + "}"),
                "! : not valid JSON: Number value length"));
        rows.add(row("a format nobody knows", schema("{\"type\": \"string\", \"format\": \"klingon\"}")));
        rows.add(row("a type nobody knows", schema("{\"type\": \"klingon\"}")));
        rows.add(row(
                "a pattern that cannot be",
                schema("{\"type\": \"string\", \"pattern\": \"(\"}"),
                "unsupported-pattern " + SCHEMA + "/pattern"));
        // 3.1
        rows.add(row(
                "3.1 as it may be",
                document(
                        "\"openapi\": \"3.1.0\"",
                        "{\"/a\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"200\": {\"description\": \"d\", \"content\": {\"application/json\": {\"schema\": {\"type\": [\"object\", \"null\"], \"exclusiveMinimum\": 5, \"properties\": {\"a\": true, \"b\": false, \"c\": {\"const\": null}}}}}}}}}}",
                        "")));
        rows.add(row(
                "3.1 with a type of other things",
                document(
                        "\"openapi\": \"3.1.0\"",
                        "{\"/a\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"200\": {\"description\": \"d\", \"content\": {\"application/json\": {\"schema\": {\"type\": [1, {}, null]}}}}}}}}",
                        "")));
        // Swagger 2.0
        String two = "\"swagger\": \"2.0\"";
        rows.add(row(
                "2.0 as it may be",
                document(
                        two,
                        "{\"/a\": {\"post\": {\"operationId\": \"o\", \"parameters\": [{\"name\": \"b\", \"in\": \"body\", \"schema\": {\"$ref\": \"#/definitions/A\"}}, {\"name\": \"q\", \"in\": \"query\", \"type\": \"integer\"}], \"responses\": {\"200\": {\"description\": \"d\", \"schema\": {\"$ref\": \"#/definitions/A\"}}}}}}",
                        ", \"definitions\": {\"A\": {\"type\": \"object\"}}")));
        rows.add(row(
                "2.0 with other kinds",
                document(
                        two,
                        "{\"/a\": {\"post\": {\"operationId\": \"o\", \"consumes\": \"application/json\", \"parameters\": [{\"name\": \"b\", \"in\": \"body\", \"schema\": \"A\"}, {\"name\": \"f\", \"in\": \"formData\"}], \"responses\": {\"200\": {\"description\": \"d\", \"schema\": []}}}}}",
                        ", \"basePath\": 5, \"definitions\": [], \"produces\": {}"),
                "wrong-type /basePath",
                "wrong-type /definitions",
                "wrong-type /produces",
                "wrong-type /paths/~1a/post/consumes",
                "wrong-type /paths/~1a/post/parameters/0/schema",
                "parameter-without-schema /paths/~1a/post/parameters/1",
                "wrong-type /paths/~1a/post/responses/200/schema"));
        rows.add(row(
                "2.0 with a reference to nothing",
                document(
                        two,
                        "{\"/a\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"200\": {\"$ref\": \"#/responses/None\"}}}}}",
                        ""),
                "! /paths/~1a/get/responses/200/$ref: refers to #/responses/None"));
        rows.add(row("2.0 as a number", document("\"swagger\": 2.0", "{}", "")));
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> aMessyDocumentIsServedWithWarningsOrRefusedWithItsPlace() {
        return rows().stream()
                .flatMap(row -> Stream.of("json", "yaml")
                        // YAML knows no numbers of that form, and has its own word for a key that stands twice
                        .filter(as ->
                                as.equals("json") || !String.valueOf(row[0]).matches("one key twice|a number of.*"))
                        .map(as -> DynamicTest.dynamicTest(row[0] + " (" + as + ")", () -> {
                            String text = String.valueOf(row[1]);
                            Messy.check(
                                    "api." + as, as.equals("json") ? Messy.utf8(text) : asYaml(text), strings(row[2]));
                        })));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static byte[] asYaml(String json) {
        return dev.doppel.twin.value.YamlText.bytes(Json.parse(json));
    }
}
