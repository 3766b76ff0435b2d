package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.doppel.twin.value.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions, templates, schemas and requests that want to run for ever or to fill the memory: each ends soon, with an error or an answer. */
class HostileInputTest extends Statements {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Twins.Speaker running(String expression) {
        return Twins.start(config("""
                tables: [{name: t}]
                customOperations:
                  - {name: Run, steps: [{type: set, var: x, value: %s}], response: {n: len(string(x))}}
                mocks:
                  - {id: r, http: {matcher: {path: /r}, statefulBinding: {table: t, action: custom, operation: Run}}}
                """.formatted(Json.text(expression))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            repeat("x", 1000000000)                                             ~ too long
            1..2000000000                                                       ~ range
            sum(map(1..9999, sum(map(1..9999, #))))                             ~ steps
            reduce(1..60, #acc + #acc, "xx")                                    ~ longer than
            reduce(1..60, concat(#acc, #acc), [1])                              ~ makes more than
            reduce(1..60, [#acc, #acc], [1])                                    ~ makes more than
            flatten(reduce(1..60, [#acc, #acc], [1]))                           ~ makes more than
            reduce(1..60, { {"a": #acc, "b": #acc} }, { {"c": 1} })             ~ makes more than
            reduce(1..60, values(groupBy(concat(#acc, #acc), "k")), [1])        ~ makes more than
            reduce(1..9000, [#acc], 1)                                          ~ nests deeper
            reduce(1..60, replace(#acc, "a", "aaaa"), "a")                      ~ too long
            reduce(1..200, toJSON([#acc, #acc]), "a")                           ~ makes more than
            reduce(1..60, toBase64(#acc + #acc), "a")                           ~ longer than
            reduce(1..60, join([#acc, #acc, #acc], ","), "a")                   ~ too long
            map(1..9000, repeat("abcdefghij", 90000))                           ~ makes more than
            reduce(1..400, #acc * #acc, 9)                                      ~ too large
            len(split(repeat("a", 900000), repeat("a", 400000) + "c"))         ~ too long
            count(1..3000, repeat("a", 900000) contains (repeat("a", 400000) + "c")) ~ too long
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" matches "((a{900}){900}){900}"  ~ RE2
            """)
    void expressionsThatNeverEndOrGrowAreStopped(String expression, String told) {
        var s = running(expression.strip());
        var answer = assertTimeoutPreemptively(SOON, () -> s.get("/r"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.text()).contains("step 1 (set) failed").contains(told.strip());
    }

    @Test
    void expressionsWithoutEndAreRefusedWhenTheyAreLoaded() {
        for (String deep : new String[] {
            "(".repeat(100_000), "[".repeat(100_000), "-".repeat(100_000) + "1", "not ".repeat(50_000) + "true"
        }) {
            assertThatThrownBy(() -> assertTimeoutPreemptively(SOON, () -> running(deep)))
                    .hasMessageContaining("operation Run, step 1 (set), value");
        }
        String chain = IntStream.range(0, 100_000).mapToObj(i -> "1").collect(Collectors.joining("+"));
        assertThatThrownBy(() -> assertTimeoutPreemptively(SOON, () -> running(chain)))
                .hasMessageContaining("operation Run, step 1 (set), value");
        String members = "input" + ".a".repeat(100_000);
        assertThatThrownBy(() -> assertTimeoutPreemptively(SOON, () -> running(members)))
                .hasMessageContaining("operation Run, step 1 (set), value");
    }

    @Test
    void templatesThatGrowAreCut() {
        String grow = "{{request.body}}".repeat(2_000);
        String deep = "{{" + "upper(".repeat(20_000) + "x" + ")".repeat(20_000) + "}}";
        var s = Twins.start(config("""
                mocks:
                  - {id: g, http: {matcher: {path: /g}, response: {body: %s}}}
                  - {id: d, http: {matcher: {path: /d}, response: {body: %s}}}
                  - {id: e, http: {matcher: {path: /e}, response: {body: "{{faker.words(1000000000)}} {{random.string(2000000000)}}"}}}
                """.formatted(Json.text(grow), Json.text(deep))));
        String body = "{{request.body}}".repeat(60_000);
        var grown = assertTimeoutPreemptively(SOON, () -> s.send("POST", "/g", "text/plain", body));
        assertThat(grown.raw().body().length).isLessThan(8 * 1024 * 1024);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/d")).status()).isEqualTo(200);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/e")).raw().body().length)
                .isLessThan(1024 * 1024);
    }

    private static Twins.Speaker document(String schema) {
        String doc = """
                {"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/x":{"get":{"operationId":"x","responses":{"200":{"description":"d","content":{"application/json":{"schema":%s}}}}}}}}
                """.formatted(schema);
        return Twins.start(config("imports:\n  - {path: a.json}\n"), Map.of("a.json", doc));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"minLength\":2000000000}",
                "{\"type\":\"string\",\"pattern\":\"^a{1000}b{1000}(c{100}|d{100})+$\",\"minLength\":2000000000}",
                "{\"type\":\"array\",\"minItems\":2000000000,\"items\":{\"type\":\"array\",\"minItems\":2000000000,\"items\":{\"type\":\"array\",\"minItems\":2000000000,\"items\":{\"type\":\"string\"}}}}",
                "{\"type\":\"object\",\"minProperties\":2000000000,\"additionalProperties\":{\"type\":\"object\",\"minProperties\":2000000000,\"additionalProperties\":{\"type\":\"object\",\"minProperties\":2000000000}}}",
                "{\"type\":\"number\",\"multipleOf\":1e-300,\"minimum\":1e300}",
                "{\"type\":\"integer\",\"minimum\":1e400,\"maximum\":-1e400}",
                "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":100000,\"items\":{\"type\":\"boolean\"}}"
            })
    void schemasThatAskForTooMuchGetAnAnswerOfBoundedSize(String schema) {
        var s = document(schema);
        var answer = assertTimeoutPreemptively(SOON, () -> s.get("/x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().body().length).isLessThan(4 * 1024 * 1024);
    }

    @Test
    void longChainsOfReferencesAndDeepSchemasEnd() {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            chain.append(i == 0 ? "" : ",")
                    .append("\"A")
                    .append(i)
                    .append("\":{\"$ref\":\"#/components/schemas/A")
                    .append(i + 1)
                    .append("\"}");
        }
        String doc = """
                {"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/x":{"get":{"operationId":"x","responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A0"}}}}}}}},
                "components":{"schemas":{%s,"A20000":{"type":"string"}}}}
                """.formatted(chain);
        var s = Twins.start(config("imports:\n  - {path: a.json}\n"), Map.of("a.json", doc));
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/x")).status()).isEqualTo(200);
        String deep = "{\"type\":\"array\",\"items\":".repeat(200) + "{\"type\":\"string\"}" + "}".repeat(200);
        var d = document(deep);
        assertThat(assertTimeoutPreemptively(SOON, () -> d.get("/x")).status()).isEqualTo(200);
        String all = "{\"allOf\":[".repeat(100) + "{\"type\":\"string\"}" + "]}".repeat(100);
        var a = document(all);
        assertThat(assertTimeoutPreemptively(SOON, () -> a.get("/x")).status()).isEqualTo(200);
    }

    @Test
    void aDeepConfigurationIsRefusedWithItsFile() {
        for (String deep :
                new String[] {"x-a: " + "[".repeat(100_000), "x-a: " + "{a: ".repeat(100_000), "- ".repeat(100_000)}) {
            assertThatThrownBy(() -> assertTimeoutPreemptively(SOON, () -> Twins.start("version: \"1.0\"\n" + deep)))
                    .hasMessageContaining("mockd.yaml");
        }
    }

    @Test
    void patternsThatBlowUpAreRefusedWhereTheyStand() {
        for (String matcher : new String[] {
            "pathPattern: '((a{900}){900}){900}'",
            "path: /a, bodyPattern: '((a{900}){900}){900}'",
            "path: '/a/{x:((a{900}){900}){900}}'"
        }) {
            String yaml = config("mocks:\n  - {id: m, http: {matcher: {" + matcher + "}, response: {body: x}}}\n");
            assertThatThrownBy(() -> assertTimeoutPreemptively(SOON, () -> Twins.start(yaml)))
                    .hasMessageContaining("/mocks/0");
        }
    }

    private static final String OPEN = "- {name: t, response: {errors: {wrap: error, fields: {message: message}}}}";

    @Test
    void bodiesThatWantToExhaustAreRefusedInTheTwinsOwnForm() throws IOException {
        var s = Twins.start(crud(OPEN));
        String keys = IntStream.range(0, 100_000).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining("&"));
        String same = IntStream.range(0, 100_000).mapToObj(i -> "k[]=").collect(Collectors.joining("&"));
        for (String form : new String[] {keys, same, "a" + "[b]".repeat(50_000) + "=1", "[".repeat(100_000)}) {
            var answer = assertTimeoutPreemptively(SOON, () -> s.form("/t", form));
            assertThat(answer.status()).isIn(400, 201);
            if (answer.status() == 400) {
                assertThat((String) answer.at("/error/message")).contains("form");
            }
        }
        assertThat(s.form("/t", keys).status()).isEqualTo(400);
        for (String json : new String[] {"[".repeat(200_000), "{\"a\":".repeat(100_000), "{\"a\":1e"}) {
            var answer = assertTimeoutPreemptively(SOON, () -> s.json("POST", "/t", json));
            assertThat(answer.status()).isEqualTo(400);
            assertThat((String) answer.at("/error/message")).contains("JSON");
        }
        String parts = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n".repeat(10_000) + "--B--\r\n";
        assertThat(assertTimeoutPreemptively(SOON, () -> s.send("POST", "/t", "multipart/form-data; boundary=B", parts))
                        .status())
                .isIn(201, 400);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            Arrays.fill(zeros, (byte) ' ');
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        var request = dev.doppel.twin.http.TwinRequest.of(
                "POST",
                "/t",
                dev.doppel.twin.http.Headers.of("Content-Type", Twins.JSON, "Content-Encoding", "gzip"),
                bomb.toByteArray());
        assertThat(assertTimeoutPreemptively(SOON, () -> s.twin().handle(request))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void numbersBeyondAllBoundsStayJson() {
        var s = Twins.start(crud(OPEN));
        for (String n : new String[] {"1e999999999", "-1e400", "1e-999999999", "1" + "0".repeat(5_000)}) {
            var made = assertTimeoutPreemptively(SOON, () -> s.json("POST", "/t", "{\"n\":" + n + "}"));
            if (made.status() == 201) {
                assertThat(Json.parse(made.raw().body())).isInstanceOf(Map.class);
                var listed = assertTimeoutPreemptively(SOON, () -> s.get("/t?n=1&sort=n"));
                assertThat(Json.parse(listed.raw().body())).isInstanceOf(Map.class);
            } else {
                assertThat(made.status()).isEqualTo(400);
                assertThat((String) made.at("/error/message")).isNotEmpty();
            }
        }
    }

    @Test
    void queriesThatWantToExhaustAreAnswered() {
        var s = Twins.start(crud("- {name: t, seedData: [{id: a, n: {m: 1}}]}"));
        String long1 = "/t?" + "n[m]".repeat(1) + "=1&" + "x=1&".repeat(50_000);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get(long1)).status()).isLessThan(500);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/t?n" + "[m]".repeat(30_000) + "=1"))
                        .status())
                .isLessThan(500);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/t?sort=" + "a.".repeat(30_000) + "b"))
                        .status())
                .isLessThan(500);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/t?expand[]=" + "a.".repeat(30_000) + "b"))
                        .status())
                .isLessThan(500);
        assertThat(assertTimeoutPreemptively(SOON, () -> s.get("/" + "t/".repeat(30_000)))
                        .status())
                .isEqualTo(404);
    }
}
