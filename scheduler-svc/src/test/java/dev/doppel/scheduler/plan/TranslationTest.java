package dev.doppel.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.Probe;
import dev.doppel.definition.DefinitionLoader;
import dev.doppel.definition.LoadOptions;
import dev.doppel.definition.LoadResult;
import dev.doppel.definition.LoadedDefinition;
import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.store.RunOptions;
import dev.doppel.scheduler.world.Planned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a definition becomes for provider, data plane and runner. */
class TranslationTest {
    private static final String DEFINITION = """
            name: shop
            x-platform: {unmocked: block}
            items:
              - type: DATABASE
                name: db
                database: postgres
                initFilePaths: [init/a.sql, init/b.sql]
              - type: SERVICE
                name: api
                image: shop/api:1.2
                port: 8080
                healthCheck: /health
                env: [{name: LOG, value: debug}]
                maxMemory: 256
                mountFiles: [{source: conf, target: /etc/conf}]
              - type: WORKER
                name: jobs
                image: other/jobs
                env: [{name: HOSTNAME, value: mine}]
              - type: MOCK
                name: stripe
                mockTarget: api.stripe.com:8443
                mockPath: /v1/charges
                mockMethod: post
                mockDelayMs: 20
                mockResponseStatus: 402
                mockResponseHeaders: {retry-after: '2', x-many: [a, b]}
                mockResponseBody: {error: {amount: 99.90}}
              - {type: MOCK, name: text, mockTarget: a.example, mockPath: '*', mockResponseBody: plain}
              - {type: MOCK, name: nothing, mockTarget: a.example, mockPath: /x, mockResponseBody: null}
            """;

    private final LoadedDefinition loaded = load();

    private LoadedDefinition load() {
        LoadResult result = DefinitionLoader.load(
                MemoryTree.ofTexts(Map.of(
                        ".dokkimi/shop.yaml", DEFINITION,
                        ".dokkimi/init/a.sql", "select 1;",
                        ".dokkimi/init/b.sql", "select 2;",
                        ".dokkimi/conf/app.properties", "x=1",
                        ".dokkimi/conf/deep/more.properties", "y=2")),
                Selection.ALL,
                LoadOptions.DEFAULT);
        assertThat(result.invalid()).isEmpty();
        return result.definitions().getFirst();
    }

    private EnvironmentPlan plan(boolean local) {
        RunOptions options = new RunOptions(
                "/project",
                6,
                List.of(new RunOptions.LocalImage("shop/*", List.of("java", "-jar", "x.jar"), "api", Map.of("A", "b"))),
                List.of());
        return Planned.of(loaded).environment(options, local);
    }

    @Test
    void itemsBecomePlansWithFilesVariablesAndLimits() {
        EnvironmentPlan plan = plan(true);
        ItemPlan api = plan.item("api");
        assertThat(api.env()).containsExactly(Map.entry("HOSTNAME", "0.0.0.0"), Map.entry("LOG", "debug"));
        assertThat(plan.item("jobs").env()).containsEntry("HOSTNAME", "mine");
        assertThat(api.mounts()).containsOnlyKeys("/etc/conf/app.properties", "/etc/conf/deep/more.properties");
        assertThat(api.limits().maxMemoryMiB()).isEqualTo(256);
        assertThat(api.localImage().command()).containsExactly("java", "-jar", "x.jar");
        assertThat(plan.item("jobs").localImage()).as("no entry matches").isNull();
        assertThat(plan(false).item("api").localImage())
                .as("only where processes run")
                .isNull();
        ItemPlan.DatabasePlan db = plan.item("db").database();
        assertThat(db.database()).isEqualTo("dokkimi");
        assertThat(db.initFiles()).extracting(f -> new String(f.content())).containsExactly("select 1;", "select 2;");
        assertThat(db.initFiles()).extracting(ItemPlan.InitFile::name).containsExactly("a.sql", "b.sql");
        assertThat(plan.ports()).containsExactlyInAnyOrder(8080, 8443);
        assertThat(plan.projectRoot()).hasToString("/project");
    }

    @Test
    void mocksBecomeSpecsWithBodiesAsText() {
        List<MockSpec> mocks = MockSpecs.of(loaded.definition());
        MockSpec stripe = mocks.getFirst();
        assertThat(stripe.index()).isZero();
        assertThat(stripe.target()).isEqualTo("api.stripe.com:8443");
        assertThat(stripe.method()).isEqualTo("POST");
        assertThat(stripe.delayMillis()).isEqualTo(20);
        assertThat(stripe.headers())
                .containsEntry("retry-after", List.of("2"))
                .containsEntry("x-many", List.of("a", "b"));
        assertThat(stripe.body()).as("the number keeps its digits").isEqualTo("{\"error\":{\"amount\":99.90}}");
        assertThat(mocks.get(1).body()).isEqualTo("plain");
        assertThat(mocks.get(2).body()).isNull();
    }

    @Test
    void aDefinitionNarrowsTheInstallationsPolicyAndNeverWidensIt() {
        Egress open = new Egress(Egress.Policy.PASSTHROUGH, List.of());
        Egress closed = new Egress(Egress.Policy.BLOCK, List.of("*.ok.example"));
        assertThat(MockSpecs.egress(loaded.definition(), open)).isEqualTo(new Egress(Egress.Policy.BLOCK, List.of()));
        LoadedDefinition asking = DefinitionLoader.load(
                        MemoryTree.ofTexts(
                                Map.of(".dokkimi/a.yaml", "name: a\nx-platform: {unmocked: passthrough}\nitems: []\n")),
                        Selection.ALL,
                        LoadOptions.DEFAULT)
                .definitions()
                .getFirst();
        assertThat(MockSpecs.egress(asking.definition(), closed)).isEqualTo(closed);
    }

    @Test
    void runningItemsAreProbedAsTheDefinitionSays() {
        EnvironmentLayout layout = new EnvironmentLayout(
                Map.of("api", new EnvironmentLayout.ItemAddress("10.0.0.3", "10.0.1.3")), "10.0.0.2", List.of());
        Map<String, EnvironmentItem> items = new HashMap<>();
        States.items(loaded.definition(), layout, null).forEach(item -> items.put(item.name(), item));
        assertThat(items).containsOnlyKeys("db", "api", "jobs");
        assertThat(items.get("api").probe()).isEqualTo(new Probe(Probe.Kind.HTTP, 8080, "/health", 2));
        assertThat(items.get("db").probe()).isEqualTo(new Probe(Probe.Kind.POSTGRES, 5432, null, 1));
        assertThat(items.get("jobs").probe()).isNull();
        assertThat(items.get("api").interceptionAddress()).isEqualTo("10.0.0.3");
        assertThat(items.get("api").started()).isFalse();
        assertThat(items.get("jobs").kind()).isEqualTo(ItemKind.WORKER);
    }
}
