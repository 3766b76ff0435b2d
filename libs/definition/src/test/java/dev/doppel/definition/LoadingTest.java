package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.model.ExtractRule;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.read.Capabilities;
import dev.doppel.definition.tree.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What files mean once loaded. */
class LoadingTest {
    private static final String API = """
            type: SERVICE
            name: api
            image: shop/api:1
            port: 8080
            healthCheck: /health
            env:
              - { name: A, value: one }
              - { name: B, value: two }
            """;

    private final Map<String, String> files = new HashMap<>();

    private LoadResult load() {
        return load(LoadOptions.DEFAULT);
    }

    private LoadResult load(LoadOptions options) {
        files.put(".dokkimi/shared/api.yaml", API);
        return DefinitionLoader.load(MemoryTree.ofTexts(files), Selection.ALL, options);
    }

    private Definition only() {
        LoadResult result = load(new LoadOptions(Map.of(), false, Capabilities.ALL));
        assertThat(result.problems().stream().filter(Problem::isError)).isEmpty();
        assertThat(result.definitions()).hasSize(1);
        LoadedDefinition loaded = result.definitions().getFirst();
        assertThat(DefinitionJson.read(loaded.resolved()))
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(dev.doppel.definition.model.SourceRef.class)
                .isEqualTo(loaded.definition());
        return loaded.definition();
    }

    private void definition(String yaml) {
        files.put(".dokkimi/a.yaml", "name: a\n" + yaml);
    }

    private Step step(String yaml) {
        definition("items:\n  - $ref: shared/api.yaml\n  - { type: DATABASE, name: db, database: postgres }\n"
                + "tests:\n  - name: t\n    steps:\n" + yaml.indent(6));
        return only().tests().getFirst().steps().getFirst();
    }

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
    void D067_inlineKeysOverrideAndArraysAreReplaced() {
        definition("items:\n  - $ref: shared/api.yaml\n    name: api-2\n    env: [{ name: C, value: three }]\n");
        Service service = only().items(Service.class).getFirst();
        assertThat(service.name()).isEqualTo("api-2");
        assertThat(service.port()).isEqualTo(8080);
        assertThat(service.program().env()).containsExactly(new EnvVar("C", "three"));
    }

    @Test
    void D068_theLaterReferenceWins() {
        files.put(".dokkimi/shared/debug.yaml", "image: shop/api:debug\nport: 1\nhealthCheck: tcp\n");
        definition("items:\n  - $ref: [shared/api.yaml, shared/debug.yaml]\n    port: 2\n");
        Service service = only().items(Service.class).getFirst();
        assertThat(service.program().image()).isEqualTo("shop/api:debug");
        assertThat(service.port()).isEqualTo(2);
        assertThat(service.name()).isEqualTo("api");
    }

    @Test
    void D069_aSpreadSplicesTheFragmentsList() {
        definition("""
                items:
                  - $ref: shared/api.yaml
                    env:
                      - { name: FIRST, value: x }
                      - ...$ref.env
                      - { name: A, value: again }
                """);
        assertThat(only().items(Service.class).getFirst().program().env())
                .containsExactly(new EnvVar("FIRST", "x"), new EnvVar("B", "two"), new EnvVar("A", "again"));
    }

    @Test
    void D071_initFilesResolveWhereTheyAreWritten() {
        files.put(
                ".dokkimi/shared/db.yaml",
                "type: DATABASE\nname: db\ndatabase: postgres\ninitFilePath: sql/seed.sql\n");
        files.put(".dokkimi/shared/sql/seed.sql", "select 1;");
        files.put(".dokkimi/sql/more.sql", "select 2;");
        definition("items:\n  - $ref: shared/db.yaml\n    initFilePaths: [sql/more.sql, sql/seed.sql]\n");
        LoadResult result = load();
        assertThat(result.problems()).isEmpty();
        LoadedDefinition loaded = result.definitions().getFirst();
        assertThat(loaded.definition().items(Database.class).getFirst().initFiles())
                .containsExactly(
                        ".dokkimi/shared/sql/seed.sql", ".dokkimi/sql/more.sql", ".dokkimi/shared/sql/seed.sql");
        assertThat(loaded.files())
                .extracting(FileEntry::path)
                .containsExactly(".dokkimi/shared/sql/seed.sql", ".dokkimi/sql/more.sql");
        assertThat(loaded.files().getFirst().size()).isEqualTo(9);
        assertThat(result.consumed())
                .containsExactlyInAnyOrder(
                        ".dokkimi/a.yaml",
                        ".dokkimi/shared/db.yaml",
                        ".dokkimi/shared/sql/seed.sql",
                        ".dokkimi/sql/more.sql");
    }

    @Test
    void D075_filesAboveTenMegabytesAreRefused() {
        files.put(".dokkimi/exact.sql", "x".repeat(10 * 1024 * 1024));
        files.put(".dokkimi/big.sql", "x".repeat(10 * 1024 * 1024 + 1));
        files.put("big.conf", "x".repeat(10 * 1024 * 1024 + 1));
        definition("""
                items:
                  - { type: DATABASE, name: db, database: postgres, initFilePaths: [exact.sql, big.sql] }
                  - { $ref: shared/api.yaml, mountFiles: [{ source: ../big.conf, target: /big }] }
                """);
        assertThat(load().problems())
                .extracting(Problem::code, Problem::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("file-too-large", "items[0].initFilePaths[1]"),
                        org.assertj.core.groups.Tuple.tuple("file-too-large", "items[1].mountFiles[0].source"));
    }

    @Test
    void D072_anActionReferenceMergesShallowlyAndGivesItsName() {
        files.put(".dokkimi/shared/login.yaml", """
                name: Log in
                description: as anybody
                action:
                  $ref: base.yaml
                  body: { user: ann }
                """);
        files.put(".dokkimi/shared/base.yaml", """
                name: Base
                action: { type: httpRequest, method: POST, url: api/login, body: { user: x, pass: y }, headers: { a: b } }
                """);
        Step step = step("- action:\n    $ref: shared/login.yaml\n    url: api/v2/login\n");
        Action.HttpRequest action = (Action.HttpRequest) step.action();
        assertThat(step.name()).isEqualTo("Log in");
        assertThat(step.description()).isEqualTo("as anybody");
        assertThat(action.url()).isEqualTo("api/v2/login");
        assertThat(((Action.RequestBody.Content) action.body()).value().toString())
                .isEqualTo("{\"user\":\"ann\"}");
        assertThat(action.headers()).hasSize(1);
    }

    @Test
    void D073_referencesAreExpandedInsideLoopsAndParallel() {
        files.put(".dokkimi/ui.yaml", "steps:\n  - { visit: / }\n  - { $ref: inner.yaml }\n");
        files.put(".dokkimi/inner.yaml", "steps:\n  - { click: a }\n");
        files.put(".dokkimi/get.yaml", "action: { type: httpRequest, method: GET, url: api }\n");
        Step step = step("""
                - action:
                    type: parallel
                    actions:
                      - $ref: get.yaml
                      - type: ui
                        target: api
                        steps:
                          - repeat: { count: 2, as: i, steps: [{ $ref: ui.yaml }] }
                          - repeat: { count: 2, as: i }
                            steps: [{ $ref: ui.yaml }]
                """);
        Action.Parallel parallel = (Action.Parallel) step.action();
        assertThat(parallel.actions().getFirst()).isInstanceOf(Action.HttpRequest.class);
        Action.Ui ui = (Action.Ui) parallel.actions().getLast();
        assertThat(ui.steps())
                .hasSize(2)
                .allSatisfy(group -> assertThat(((dev.doppel.definition.model.UiStep.Group) group).steps())
                        .hasSize(2));
    }

    @Test
    void D074_testVariablesByReferenceOverride() {
        files.put(".dokkimi/vars.yaml", "$ref: more.yaml\nuser: ann\n");
        files.put(".dokkimi/more.yaml", "user: bob\nplan: { free: true }\n");
        definition("""
                variables: { user: zoe, size: 3 }
                items: [{ $ref: shared/api.yaml }]
                tests:
                  - name: t
                    variables: { $ref: [more.yaml, vars.yaml], size: 4 }
                    steps: [{ action: { type: wait, durationMs: 1 } }]
                """);
        Definition definition = only();
        assertThat(definition.variables().get("user").textValue()).isEqualTo("zoe");
        Map<String, JsonNode> test = definition.tests().getFirst().variables();
        assertThat(test.get("user").textValue()).isEqualTo("ann");
        assertThat(test.get("plan").toString()).isEqualTo("{\"free\":true}");
        assertThat(test.get("size").intValue()).isEqualTo(4);
    }

    @Test
    void D076_configKeysReachItemsTestsAndFragments() {
        files.put(".dokkimi/config.yaml", "env: { TAG: 7, HOST: api.example.com }\n");
        files.put(".dokkimi/m.yaml", "type: MOCK\nname: m\nmockTarget: ${{HOST}}\nmockPath: /${{ TAG }}\n");
        definition("""
                items: [{ $ref: m.yaml }]
                tests:
                  - name: with ${{TAG}}
                    steps:
                      - action: { type: httpRequest, method: GET, url: 'https://${{HOST}}/{{id}}' }
                """);
        Definition definition = only();
        Mock mock = definition.items(Mock.class).getFirst();
        assertThat(mock.criteria().target()).isEqualTo(new Mock.Target("api.example.com", null));
        assertThat(mock.criteria().path()).isEqualTo("/7");
        assertThat(definition.tests().getFirst().name()).isEqualTo("with 7");
        assertThat(((Action.HttpRequest)
                                definition.steps().findFirst().orElseThrow().action())
                        .url())
                .isEqualTo("https://api.example.com/{{id}}");
    }

    @Test
    void D077_definitionVariablesBeatConfigEnvInItems() {
        files.put(".dokkimi/config.yaml", "env: { TAG: config, PORT: 81 }\n");
        definition("""
                variables: { TAG: 'own-${{PORT}}', N: 5, OBJECT: { a: 1 } }
                items:
                  - { $ref: shared/api.yaml, image: 'i:{{TAG}}', port: '{{PORT}}', healthCheck: '/{{N}}' }
                """);
        Service service = only().items(Service.class).getFirst();
        assertThat(service.program().image()).isEqualTo("i:own-81");
        assertThat(service.port()).isEqualTo(81);
    }

    @Test
    void D079_aWholePlaceholderBecomesAnInteger() {
        files.put(".dokkimi/config.yaml", "env: { PORT: 8080 }\n");
        definition("items: [{ $ref: shared/api.yaml, port: '{{PORT}}' }]\n");
        LoadResult result = load();
        assertThat(result.definitions()
                        .getFirst()
                        .definition()
                        .items(Service.class)
                        .getFirst()
                        .port())
                .isEqualTo(8080);
        assertThat(result.definitions()
                        .getFirst()
                        .resolved()
                        .at("/items/0/port")
                        .isInt())
                .isTrue();
        files.put(".dokkimi/config.yaml", "env: { PORT: 8080x }\n");
        assertThat(load().hasErrors()).isTrue();
    }

    @Test
    void D080_escapedBracesStay() {
        files.put(".dokkimi/config.yaml", "env: { KEY: v }\n");
        definition("""
                items:
                  - type: MOCK
                    name: m
                    mockTarget: x.example.com
                    mockPath: /
                    mockResponseBody: ['\\{{x}}', 'a \\${{KEY}} ${{KEY}}', '{{', '{{{ {']
                tests:
                  - name: t
                    steps:
                      - action: { type: httpRequest, method: POST, url: x.example.com, body: ['\\{{x}}', '\\${{KEY}}', '{{y}}'] }
                """);
        Definition definition = only();
        assertThat(definition.items(Mock.class).getFirst().answer().body().toString())
                .isEqualTo("[\"{{x}}\",\"a ${{KEY}} v\",\"{{\",\"{{{ {\"]");
        Action.HttpRequest request = (Action.HttpRequest)
                definition.steps().findFirst().orElseThrow().action();
        // escapes of run-time braces are left for the moment of use
        assertThat(((Action.RequestBody.Content) request.body()).value().toString())
                .isEqualTo("[\"\\\\{{x}}\",\"$\\\\{{KEY}}\",\"{{y}}\"]");
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
                        new ExtractRule.Transformed("$.response.body", dev.doppel.definition.model.Transform.KEYS),
                        new ExtractRule.OfVariable("{{a}}", dev.doppel.definition.model.Transform.ENTRIES));
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
