package dev.doppel.twin;

import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Yaml;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** OpenAPI documents in every encoding that is found, and files that are none. */
class OpenApiEncodingTest {
    @TestFactory
    Stream<DynamicTest> filesOfAnyEncodingAreReadOrRefused() {
        String yaml = """
                openapi: 3.0.3
                info: {title: "Bücher", version: "1"}
                paths:
                  /a:
                    get: &op
                      operationId: o
                      responses: &ok {200: &r {description: ok}, 404: *r}
                    post: {<<: *op, operationId: p}
                    put: {<<: [*op, {summary: s}], operationId: q}
                """;
        String json = Json.text(Yaml.parse(yaml));
        List<Object[]> rows = new ArrayList<>();
        for (String text : List.of(yaml, yaml.replace("\n", "\r\n"), json, "\n\n  " + json)) {
            rows.add(new Object[] {Messy.utf8(text)});
            rows.add(new Object[] {Messy.utf8("\ufeff" + text)});
            for (Charset wide :
                    List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                rows.add(new Object[] {text.getBytes(wide)});
            }
        }
        rows.add(new Object[] {new byte[0], "! /imports/0: is empty"});
        rows.add(new Object[] {Messy.utf8(" \n\t\n"), "! : the document is empty"});
        rows.add(new Object[] {Messy.utf8("\ufeff"), "! : the document is empty"});
        rows.add(new Object[] {Messy.utf8("# only a comment\n"), "! : the document is empty"});
        rows.add(new Object[] {Messy.utf8("just words"), "! : must be an object"});
        rows.add(new Object[] {Messy.utf8(yaml.replace("    get:", "\tget:")), "! : not valid YAML"});
        rows.add(
                new Object[] {Messy.utf8(yaml.replace("  /a:", "  /a: {}\n  /a:")), "! : the key \"/a\" stands twice"});
        rows.add(new Object[] {Messy.utf8(yaml.replace("*op, op", "*none, op")), "! : the alias *none has no anchor"});
        rows.add(new Object[] {Messy.utf8(yaml.replace("<<: *op", "<<: 5")), "! : the merge key << wants a mapping"});
        rows.add(new Object[] {Messy.utf8("? [a, b]\n: c\n"), "! : a mapping key must be plain text"});
        rows.add(new Object[] {Messy.utf8(yaml + "---\n" + yaml), "! : more than one YAML document"});
        rows.add(new Object[] {yaml.getBytes(StandardCharsets.ISO_8859_1), "! : not a text in UTF-8"});
        rows.add(new Object[] {Messy.utf8(json.substring(0, json.length() - 3)), "! : not valid JSON"});
        rows.add(new Object[] {Messy.utf8(json + "}"), "! : "});
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        "file " + rows.indexOf(row),
                        () -> Messy.check(
                                "api.yaml",
                                (byte[]) row[0],
                                row.length == 1 ? List.of() : List.of(String.valueOf(row[1])))));
    }
}
