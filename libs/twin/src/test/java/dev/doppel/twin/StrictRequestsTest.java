package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests checked strictly against the document: what the vendors' clients send is no violation, what is one is told. */
class StrictRequestsTest extends Statements {
    private static final String DOCUMENT = """
            {"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{
            "/plans":{"post":{"operationId":"plan","requestBody":{"content":{"application/x-www-form-urlencoded":{"schema":
            {"type":"object","required":["tiers"],"additionalProperties":false,"properties":{
              "mode":{"type":"string","enum":["","card","cash"]},
              "kinds":{"type":"array","items":{"type":"string","enum":["","a"]}},
              "tiers":{"type":"array","items":{"type":"object","required":["up_to"],"properties":{
                "up_to":{"anyOf":[{"type":"string","enum":["inf"]},{"type":"integer"}]},"amount":{"type":"integer"}}}}}}}}},
              "responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":"string"}}}}}}}}},
            "/batch":{"post":{"operationId":"batch","requestBody":{"required":true,"content":{"application/json":{"schema":
            {"type":"array","minItems":1,"items":{"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}}}}}},
              "responses":{"202":{"description":"d"}}}},
            "/word":{"put":{"operationId":"word","requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"string","maxLength":3}}}},
              "responses":{"204":{"description":"d"}}}},
            "/file":{"post":{"operationId":"file","requestBody":{"required":true,"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}}},
              "responses":{"204":{"description":"d"}}}}}}
            """;
    private static final String STRICT = """
            imports:
              - {path: a.json}
            tables:
              - {name: plans}
            serverConfig: {validation: {enabled: true, mode: strict}}
            """;
    private static final String BOUND = "extend:\n  - {mock: plan, table: plans, action: create}\n";

    private static Twins.Speaker strict(String more) {
        return Twins.start(config(STRICT + more), Map.of("a.json", DOCUMENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiers[0][up_to]=5&tiers[0][amount]=1&tiers[1][up_to]=inf",
                "mode=&tiers[0][up_to]=inf",
                "mode=cash&kinds[]=&kinds[]=a&tiers[0][up_to]=1"
            })
    void T061_textsThatAFormSaysForNothingPass(String form) {
        for (String binding : List.of("", BOUND)) {
            var answer = strict(binding).form("/plans", form);
            assertThat(answer.status()).as(answer.text()).isLessThan(300);
        }
    }

    @Test
    void aFormIsStillHeldToItsSchema() {
        for (String binding : List.of("", BOUND)) {
            var s = strict(binding);
            assertThat(s.form("/plans", "mode=card").text()).contains("tiers");
            assertThat(s.form("/plans", "tiers[0][amount]=1").text()).contains("up_to");
            assertThat(s.form("/plans", "mode=cheque&tiers[0][up_to]=1").text()).contains("mode");
            assertThat(s.form("/plans", "colour=red&tiers[0][up_to]=1").text()).contains("colour");
            assertThat(s.form("/plans", "tiers[0][up_to]=x").status()).isEqualTo(400);
        }
    }

    @Test
    void bodiesThatAreNoObjectsAreHeldToTheirSchemas() {
        var s = strict("");
        assertThat(s.json("POST", "/batch", "[{\"id\":1},{\"id\":2}]").status()).isEqualTo(202);
        assertThat(s.json("POST", "/batch", "[]").text()).contains("at least 1");
        assertThat(s.json("POST", "/batch", "[{\"id\":1},{}]").text()).contains("[1].id");
        assertThat(s.json("POST", "/batch", "{\"id\":1}").text()).contains("array");
        assertThat(s.json("POST", "/batch", "").status()).isEqualTo(400);
        assertThat(s.json("POST", "/batch", "[{\"id\":").text()).contains("invalid JSON");
        assertThat(s.json("PUT", "/word", "\"abc\"").status()).isEqualTo(204);
        assertThat(s.json("PUT", "/word", "\"abcd\"").text()).contains("at most 3");
    }

    @Test
    void aFileIsNotReadAsJson() {
        var s = strict("");
        assertThat(s.send("POST", "/file", "application/octet-stream", "{no json")
                        .status())
                .isEqualTo(204);
        assertThat(s.send("POST", "/file", "text/plain", "x").status()).isEqualTo(415);
    }
}
