package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.Log;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.scheduler.world.World;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A twin's files travel as blobs, of which the environment's record tells where they are. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
class TwinFilesTest {
    private static final String ITEM = """
              - type: TWIN
                name: %s
                mockTarget: [%s.example, 'www.%s.example']
                config: ../twins/%s.yaml
                env: [{name: GREETING, value: hello}]
            """;
    private static final String CONFIG = """
            version: "1.0"
            imports: [{path: shared.json, as: api}]
            tables: [{name: tasks, seedData: [{id: t1, title: "${GREETING}"}]}]
            extend: [{mock: api.list, table: tasks, action: list}]
            """;
    private static final String OPERATION =
            "{\"get\":{\"operationId\":\"list\",\"responses\":{\"200\":{\"description\":\"%s\"}}}}";

    private final Log log = World.get().log();

    @TestHTTPResource
    URI base;

    /** Longer than a record may be, so that it goes in parts. */
    private static String document() {
        return "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\"paths\":{\"/tasks\":"
                + OPERATION.formatted("long ".repeat(120_000)) + "}}";
    }

    private Client.Answer submit(String config) {
        String definition = Client.definition("with twins")
                .replace(
                        "tests:\n",
                        (ITEM + ITEM).formatted("todo", "todo", "todo", "todo", "other", "other", "other", "other")
                                + "tests:\n");
        Map<String, String> files = new TreeMap<>();
        files.put(".dokkimi/d0.yaml", definition);
        files.put("twins/todo.yaml", config);
        files.put("twins/other.yaml", CONFIG);
        files.put("twins/shared.json", document());
        return new Client(base).submit(Client.bundle(files), "");
    }

    @Test
    void filesOfTwinsAreBlobsNamedInTheEnvironmentsRecord() throws Exception {
        Client.Answer answer = submit(CONFIG);
        assertThat(answer.status()).as("%s", answer.body()).isLessThan(300);
        EnvironmentState state = log.await(
                EnvironmentState.class,
                s -> s.attempt().instance().equals(answer.instance(0))
                        && !s.twins().isEmpty());
        assertThat(state.twins()).extracting(TwinSpec::name).containsExactly("todo", "other");
        TwinSpec todo = state.twins().getFirst();
        assertThat(todo.targets()).containsExactly("todo.example", "www.todo.example");
        assertThat(todo.config()).isEqualTo("twins/todo.yaml");
        assertThat(todo.env()).isEqualTo(Map.of("GREETING", "hello"));
        assertThat(todo.files()).containsOnlyKeys("twins/todo.yaml", "twins/shared.json");
        BlobRef shared = todo.files().get("twins/shared.json");
        assertThat(shared.parts()).isGreaterThan(1);
        assertThat(state.twins().get(1).files().get("twins/shared.json")).isEqualTo(shared);
        try (Blobs blobs = new Blobs("test-blobs", EmbeddedKafka.config(), record -> {
            throw new AssertionError("nothing is published here");
        })) {
            blobs.ready().get(20, TimeUnit.SECONDS);
            assertThat(text(blobs, shared)).isEqualTo(document());
            assertThat(text(blobs, todo.files().get("twins/todo.yaml"))).isEqualTo(CONFIG);
        }
        assertThat(log.await(RunFinished.class, r -> r.run().equals(answer.run()))
                        .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    private static String text(Blobs blobs, BlobRef ref) throws Exception {
        return new String(blobs.get(ref).get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8);
    }

    @Test
    void aTwinThatCannotBeLoadedIsRefusedWithItsPlaceBeforeAnythingStarts() {
        Client.Answer answer = submit(CONFIG.replace("api.list,", "api.lost,"));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body().toString()).contains("twins/todo.yaml", "api.lost");
    }
}
