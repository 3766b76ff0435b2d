package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Documents and configurations that want to exhaust us. */
class HostileTest {
    private static final String IMPORT = "version: \"1.0\"\nimports:\n  - {path: a.json}\n";

    private static String doc(String schema, String components) {
        return "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\"paths\":{\"/x\":{\"get\":{\"operationId\":\"x\",\"responses\":{\"200\":{\"description\":\"d\",\"content\":{\"application/json\":{\"schema\":"
                + schema + "}}}}}}},\"components\":{\"schemas\":{" + components + "}}}";
    }

    @Test
    void aYamlBombIsRefused() {
        StringBuilder bomb = new StringBuilder("version: \"1.0\"\nx-a0: &a0 [1,2,3,4,5,6,7,8,9]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x-a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ",").repeat(9))
                    .append("1]\n");
        }
        assertThatThrownBy(() -> Twins.start(bomb.toString())).hasMessageContaining("nodes");
    }

    @Test
    void deepNestingAndAMillionNodesAreBounded() {
        assertThatThrownBy(() -> Twins.start(IMPORT, Map.of("a.json", "[".repeat(100_000))))
                .hasMessageContaining("a.json");
        String yaml = "openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths: {}\nx-big:\n" + "- 1\n".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Twins.start(IMPORT.replace("a.json", "a.yaml"), Map.of("a.yaml", yaml)));
    }

    @Test
    void T111_cyclesEnd() {
        String cyclic = doc(
                "{\"$ref\":\"#/components/schemas/A\"}",
                "\"A\":{\"type\":\"object\",\"required\":[\"b\",\"c\"],\"properties\":{\"b\":{\"$ref\":\"#/components/schemas/B\"},\"c\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/A\"}}}},"
                        + "\"B\":{\"allOf\":[{\"$ref\":\"#/components/schemas/A\"},{\"$ref\":\"#/components/schemas/B\"}]},\"C\":{\"$ref\":\"#/components/schemas/C\"}");
        var s = Twins.start(IMPORT, Map.of("a.json", cyclic));
        var answer = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> s.get("/x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().body().length).isLessThan(256 * 1024);
        long best = Long.MAX_VALUE;
        for (int seed = 1; seed <= 20; seed++) {
            long start = System.nanoTime();
            s.get("/x?_mockd_seed=" + seed);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void regexBombsAreNotCompiled() {
        String bomb = doc("{\"type\":\"string\",\"pattern\":\"((a{900}){900}){900}\"}", "");
        var s = Twins.start(IMPORT, Map.of("a.json", bomb));
        assertThat(s.twin().catalog().warnings())
                .anySatisfy(w -> assertThat(w.code()).isEqualTo("unsupported-pattern"));
        assertThat(s.get("/x").status()).isEqualTo(200);
    }

    @Test
    void hugeEnumsAndWideUnionsAnswer() {
        StringBuilder values = new StringBuilder("\"v0\"");
        for (int i = 1; i < 200_000; i++) {
            values.append(",\"v").append(i).append('"');
        }
        var s = Twins.start(
                IMPORT,
                Map.of(
                        "a.json",
                        doc(
                                "{\"type\":\"object\",\"required\":[\"e\"],\"properties\":{\"e\":{\"type\":\"string\",\"enum\":["
                                        + values + "]}}}",
                                "")));
        assertThat(s.get("/x").at("/e")).isEqualTo("v0");
    }

    @Test
    void expressionsCannotRunAway() {
        String op =
                "version: \"1.0\"\ntables: [{name: t}]\ncustomOperations:\n  - {name: Run, steps: [{type: set, var: x, value: \"sum(map(1..9999, sum(map(1..9999, #))))\"}]}\n"
                        + "mocks:\n  - {id: r, http: {matcher: {path: /r}, statefulBinding: {table: t, action: custom, operation: Run}}}\n";
        var s = Twins.start(op);
        var answer = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> s.get("/r"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("steps");
    }

    @Test
    void formsAreBounded() {
        String yaml =
                "version: \"1.0\"\ntables: [{name: t}]\nmocks:\n  - {id: c, http: {matcher: {method: POST, path: /t}, statefulBinding: {table: t, action: create}}}\n";
        var s = Twins.start(yaml);
        assertThat(s.form("/t", "a" + "[b]".repeat(11) + "=1").status()).isEqualTo(400);
        assertThat(s.form("/t", "a[10001]=1").status()).isEqualTo(400);
        assertThat(s.form("/t", "a=1&".repeat(2001)).status()).isEqualTo(400);
    }
}
