package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.FakeProvider;
import dev.doppel.scheduler.world.Log;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.scheduler.world.World;
import dev.doppel.testkit.metrics.Scrape;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of runs through the front door, with real Kafka and Postgres. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
class SchedulerServiceTest {
    private final Log log = World.get().log();

    @TestHTTPResource
    URI base;

    @Inject
    FakeProvider provider;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(base);
    }

    @Test
    void runsADefinitionFromBundleToVerdict() throws Exception {
        Client.Answer answer = client.submit(Client.definition("first"));

        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith("/api/v1/runs/" + answer.run());
        InstanceId instance = answer.instance(0);
        RunFinished finished = log.await(RunFinished.class, r -> r.run().equals(answer.run()));
        log.awaitTombstone(instance.value());
        assertThat(finished.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(finished.instances()).containsExactly("first: PASSED");

        assertThat(log.all(InstanceStateChanged.class, s -> s.instance().equals(instance)))
                .extracting(InstanceStateChanged::phase)
                .containsExactly(
                        "queued", "placed", "preparing", "starting", "running", "finishing", "closing", "gone");
        List<EnvironmentState> states =
                log.all(EnvironmentState.class, s -> s.attempt().instance().equals(instance));
        assertThat(states).extracting(EnvironmentState::version).isSorted().doesNotHaveDuplicates();
        assertThat(states)
                .extracting(EnvironmentState::phase)
                .containsExactly(Phase.PREPARING, Phase.STARTING, Phase.RUNNING, Phase.CLOSING, Phase.GONE);
        InstanceReady ready =
                log.await(InstanceReady.class, r -> r.attempt().instance().equals(instance));
        assertThat(ready.runnerHost()).isEqualTo("127.0.0.1");
        assertThat(ready.runnerToken()).hasSize(48).isEqualTo(states.getFirst().runnerToken());
        assertThat(log.await(InstanceFinished.class, f -> f.instance().equals(instance))
                        .verdict())
                .isEqualTo(Verdict.PASSED);
        assertThat(provider.exists(instance)).isFalse();

        String passed = "doppel_scheduler_instances_finished_total{verdict=\"passed\"}";
        String begun = "doppel_scheduler_first_step_seconds_count";
        Scrape scrape = Scrape.await(base, now -> now.value(passed) > 0 && now.value(begun) > 0);
        assertThat(scrape.own("scheduler")).isEqualTo(Scrape.documented(Path.of("../docs/operations.md"), "scheduler"));
        assertThat(scrape.value(passed)).isPositive();
        assertThat(scrape.value(begun)).isPositive();
        assertThat(scrape.value("doppel_scheduler_queue_length")).isNotNaN();

        Client.Answer now = client.get("/api/v1/runs/" + answer.run());
        assertThat(now.body().get("state").asText()).isEqualTo("COMPLETED");
        assertThat(now.body().get("verdict").asText()).isEqualTo("PASSED");
        assertThat(now.body().at("/instances/0/items/0/state").asText()).isEqualTo("READY");
    }

    @Test
    void anUnreadableRecordStopsNobody() {
        log.noise(Topic.RESULTS, "noise", "no message".getBytes());
        log.noise(Topic.INTERCEPTION, "noise", "no message".getBytes());
        log.noise(Topic.REQUESTS, "noise", "no message".getBytes());
        Client.Answer answer = client.submit(Client.definition("after noise"));
        assertThat(client.events(answer.run(), null, e -> false).getLast().name())
                .isEqualTo("run.finished");
    }

    @Test
    void everyIncomingChannelSaysGroupBeginningAndFailureStrategy() {
        Config config = ConfigProvider.getConfig();
        List<String> channels = java.util.stream.StreamSupport.stream(
                        config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("mp.messaging.incoming.") && name.endsWith(".connector"))
                .map(name -> name.substring(0, name.length() - "connector".length()))
                .toList();
        assertThat(channels).containsExactly("mp.messaging.incoming.scheduler-results-in.");
        for (String channel : channels) {
            assertThat(config.getValue(channel + "group.id", String.class)).isEqualTo("scheduler-results");
            assertThat(config.getValue(channel + "auto.offset.reset", String.class))
                    .isEqualTo("earliest");
            assertThat(config.getValue(channel + "failure-strategy", String.class))
                    .isEqualTo("fail");
            assertThat(config.getValue(channel + "commit-strategy", String.class))
                    .as("the default one ends a channel that is held up for a minute")
                    .isEqualTo("latest");
            assertThat(config.getValue(channel + "cloud-events", String.class)).isEqualTo("false");
        }
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("mp.messaging.outgoing.") && name.endsWith(".connector")) {
                String channel = name.substring(0, name.length() - "connector".length());
                assertThat(channel).startsWith("mp.messaging.outgoing.scheduler-");
                assertThat(config.getValue(channel + "acks", String.class)).isEqualTo("all");
                assertThat(config.getValue(channel + "enable.idempotence", Boolean.class))
                        .isTrue();
            }
        }
    }

    @Test
    void eventsAreNumberedAndResumable() {
        Client.Answer answer = client.submit(Client.definition("events"));

        List<Client.Event> all = client.events(answer.run(), null, e -> false);

        assertThat(all.getFirst().name()).isEqualTo("run.accepted");
        assertThat(all.getLast().name()).isEqualTo("run.finished");
        assertThat(all).extracting(Client.Event::name).contains("step.finished", "tests.finished", "instance.finished");
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).id()).isEqualTo(Integer.toString(i + 1));
        }
        List<Client.Event> rest = client.events(answer.run(), "3", e -> false);
        assertThat(rest).isEqualTo(all.subList(3, all.size()));
    }
}
