package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.ExtractRule;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.tree.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What files mean once loaded. */
class LoadingTest extends ProjectInMemory {
    @Test
    void D060_jsonDefinitionsEqualYamlOnes() {
        definition(
                "items:\n  - { type: MOCK, name: m, mockTarget: x.example.com, mockPath: /a/b, mockDelayMs: 1.5 }\n");
        Definition yaml = only();
        files.clear();
        files.put(".dokkimi/a.json", """
                {"name": "a",
                \t"items": [{"type": "MOCK", "name": "m", "mockTarget": "x.example.com", "mockPath": "\\/a\\/b", "mockDelayMs": 1.5}]}
                """);
        assertThat(only().items())
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(dev.doppel.definition.model.SourceRef.class)
                .isEqualTo(yaml.items());
    }

    @Test
    void D082_savedRequestsAreNoItems() {
        definition("""
                items:
                  - $ref: shared/api.yaml
                  - { type: HTTP_REQUEST, name: saved, requestMethod: GET, requestUrl: /x, requestTarget: api }
                  - { type: DB_QUERY, name: q, queryTarget: db, queryText: select 1 }
                """);
        assertThat(only().items()).hasSize(1);
    }

    @Test
    void D091_databaseDefaults() {
        definition("""
                items:
                  - { type: DATABASE, name: p, database: postgres, version: 15.10 }
                  - { type: DATABASE, name: m, database: mysql }
                  - { type: DATABASE, name: n, database: mongodb, noAuth: true }
                  - { type: DATABASE, name: r, database: redis, dbPassword: secret }
                """);
        List<Database> databases = only().items(Database.class);
        assertThat(databases)
                .extracting(database -> database.engine().defaultVersion())
                .containsExactly("15", "8", "7", "7");
        assertThat(databases.getFirst().version()).isEqualTo("15.10");
        assertThat(databases.get(1).access()).isEqualTo(new Database.Access(false, "dokkimi", "dokkimi", "dokkimi"));
        assertThat(databases.get(2).access().noAuth()).isTrue();
        assertThat(databases.get(3).access().password()).isEqualTo("secret");
    }

    @Test
    void D098_shortMocksEqualItems() {
        definition("""
                items:
                  - type: MOCK
                    name: same
                    mockTarget: API.example.com:8443
                    mockPath: /a
                    mockMethod: post
                    mockOrigin: api
                    mockDelayMs: 5
                    mockResponseStatus: 201
                    mockResponseHeaders: { x: [1, two], y: true }
                    mockResponseBody: { total: 99.90 }
                    mockRequestBodyContains: usd
                  - $ref: shared/api.yaml
                mocks:
                  - name: same
                    target: api.example.com:8443
                    path: /a
                    method: POST
                    origin: api
                    delayMs: 5
                    responseStatus: 201
                    responseHeaders: { x: ['1', two], y: 'true' }
                    responseBody: { total: 99.90 }
                    requestBodyContains: usd
                  - { target: '*.example.com', path: '*' }
                """);
        List<Mock> mocks = only().items(Mock.class);
        assertThat(mocks).hasSize(3);
        assertThat(mocks.get(0).criteria()).isEqualTo(mocks.get(1).criteria());
        assertThat(mocks.get(0).answer()).isEqualTo(mocks.get(1).answer());
        assertThat(mocks.get(1).answer().body().get("total").decimalValue()).isEqualTo(new BigDecimal("99.90"));
        assertThat(mocks.get(2).name()).isEqualTo("mock-1");
    }

    @Test
    void emptyMapIsABodyAndNullIsNone() {
        definition("items:\n  - { type: MOCK, name: m, mockTarget: x.example.com, mockPath: /, mockResponseBody: {} }\n"
                + "  - { type: MOCK, name: n, mockTarget: y.example.com, mockPath: /, mockResponseBody: null }\n");
        List<Mock> mocks = only().items(Mock.class);
        assertThat(mocks.get(0).answer().body()).hasToString("{}");
        assertThat(mocks.get(1).answer().body()).isNull();
    }

    @Test
    void foldedSqlIsTrimmed() {
        Step step =
                step("- action:\n    type: dbQuery\n    database: db\n    query: >\n      SELECT 1\n      FROM t\n");
        assertThat(((Action.DbQuery) step.action()).query()).isEqualTo("SELECT 1 FROM t");
    }

    @Test
    void extractRules() {
        Step step = step("""
                - action: { type: httpRequest, method: GET, url: api }
                  extract:
                    a: response.body.id
                    b: { path: $.response.body, pattern: 'x(.)' }
                    c: { path: $.response.body, transform: keys }
                    d: { from: '{{a}}', transform: entries }
                """);
        assertThat(step.extract())
                .extracting(dev.doppel.definition.model.Extraction::rule)
                .containsExactly(
                        new ExtractRule.AtPath("response.body.id"),
                        new ExtractRule.Pattern("$.response.body", "x(.)", 1),
                        new ExtractRule.Transformed("$.response.body", dev.doppel.matching.value.Transform.KEYS),
                        new ExtractRule.OfVariable("{{a}}", dev.doppel.matching.value.Transform.ENTRIES));
    }

    @Test
    void consecutiveFlatAssertionsAreOneBlock() {
        Step step = step("""
                - action: { type: httpRequest, method: GET, url: api }
                  assertions:
                    - { path: response.status, operator: eq, value: 200 }
                    - { path: response.body.id, operator: exists }
                    - match: { origin: api }
                      count: 2
                    - { path: response.status, operator: ne, value: 500, disabled: true }
                    - match: { path: $.traffic }
                """);
        assertThat(step.blocks()).hasSize(4);
        assertThat(((Block.SelfBlock) step.blocks().get(0)).assertions()).hasSize(2);
        assertThat(((Block.SelfBlock) step.blocks().get(0)).flat()).isTrue();
        assertThat(((Block.OldMatchBlock) step.blocks().get(1)).count().fixed()).hasValue(2);
        assertThat(((Block.SelfBlock) step.blocks().get(2))
                        .assertions()
                        .getFirst()
                        .disabled())
                .isTrue();
        assertThat(((Block.NewMatchBlock) step.blocks().get(3)).count().given()).isFalse();
    }

    @Test
    void D152_nestedAndSiblingLoopBodiesAreOne() {
        Step sibling = step("- forEach: { items: [1, 2], as: i }\n  action: { type: wait, durationMs: 1 }\n");
        Step nested = step("- forEach: { items: [1, 2], as: i, action: { type: wait, durationMs: 1 } }\n");
        assertThat(nested)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(dev.doppel.definition.model.SourceRef.class)
                .isEqualTo(sibling);
        assertThat(nested.loop()).isNotNull();
    }

    @Test
    void D066_strictMakesUnknownKeysErrors() {
        definition("items: [{ $ref: shared/api.yaml, prot: 1 }]\n");
        assertThat(load().definitions()).hasSize(1);
        LoadResult strict = load(LoadOptions.DEFAULT.asStrict(true));
        assertThat(strict.definitions()).isEmpty();
        assertThat(strict.invalid().getFirst().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.advice()).contains("port");
        });
    }

    @Test
    void positionsSurviveTheResolvedDocument() throws Exception {
        definition("items: [{ $ref: shared/api.yaml }]\ntests:\n  - name: t\n    steps:\n"
                + "      - action: { type: wait, durationMs: 1 }\n"
                + "        assertions:\n          - match: { origin: api }\n            assertions:\n"
                + "              - { path: response.body.total, operator: eq, value: 12345678901234567890.10 }\n");
        LoadedDefinition loaded = load().definitions().getFirst();
        JsonMapper mapper = JsonMapper.builder()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        Definition again = DefinitionJson.read(mapper.readTree(mapper.writeValueAsBytes(loaded.resolved())));
        assertThat(again).isEqualTo(loaded.definition());
        assertThat(again.tests()
                        .getFirst()
                        .steps()
                        .getFirst()
                        .blocks()
                        .getFirst()
                        .at())
                .hasToString(".dokkimi/a.yaml:8:13");
        assertThat(loaded.resolved().at("/tests/0/steps/0/" + Json.AT).textValue())
                .isEqualTo(".dokkimi/a.yaml:6:9");
    }

    @Test
    void overridesAndSecretsComeOut() {
        files.put(
                ".dokkimi/config.yaml",
                "env: { KEY: one, TOKEN: s3cret }\nx-platform: { secrets: [TOKEN], unmocked: block }\n");
        definition("items: [{ $ref: shared/api.yaml, image: 'i:${{KEY}}' }]\nx-platform: { settleMaxMs: 10 }\n");
        LoadResult result = load(LoadOptions.DEFAULT.withEnv(Map.of("KEY", "two")));
        Definition definition = result.definitions().getFirst().definition();
        assertThat(definition.items(Service.class).getFirst().program().image()).isEqualTo("i:two");
        assertThat(definition.settings().unmocked()).isEqualTo(dev.doppel.definition.model.Settings.Unmocked.BLOCK);
        assertThat(definition.settings().settle().max()).hasMillis(10);
        assertThat(result.secretValues()).containsExactly("s3cret");
    }
}
