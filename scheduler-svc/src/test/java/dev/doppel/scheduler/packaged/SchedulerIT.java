package dev.doppel.scheduler.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Topic;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.scheduler.world.Client;
import dev.doppel.testkit.packaged.Conversation;
import dev.doppel.testkit.packaged.Health;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or binary, with a real broker and a real database. */
@QuarkusIntegrationTest
@WithTestResource(value = PackagedResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class SchedulerIT {
    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReady() throws Exception {
        assertThat(Health.awaitUp(base, "ready").path("checks").toString()).contains("scheduler");
        Health.awaitUp(base, "live");
        Health.awaitUp(base, "started");
    }

    @Test
    void aSubmissionIsStoredToldAndCanBeCancelled() throws Exception {
        Health.awaitUp(base, "ready");
        Client client = new Client(base);
        try (Conversation conversation = new Conversation(Topic.RESULTS)) {
            Client.Answer answer = client.submit(Client.definition("packaged"));
            assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(202);
            RunAccepted accepted =
                    conversation.await(RunAccepted.class, one -> one.run().equals(answer.run()));
            assertThat(accepted.instances()).hasSize(1);
            Client.Answer now = client.get("/api/v1/runs/" + answer.run());
            assertThat(now.body().at("/instances/0/name").asText()).isEqualTo("packaged");

            assertThat(client.delete(answer.run()).status()).isBetween(200, 299);
            RunFinished finished =
                    conversation.await(RunFinished.class, one -> one.run().equals(answer.run()));
            assertThat(finished.verdict()).isEqualTo(Verdict.CANCELLED);
            assertThat(client.events(answer.run(), null, event -> false)
                            .getLast()
                            .name())
                    .isEqualTo("run.finished");
        }
    }

    @Test
    void aWrongDefinitionIsRefusedWithItsPlace() throws Exception {
        Health.awaitUp(base, "ready");
        Client.Answer answer =
                new Client(base).submit("name: broken\nitems:\n  - type: SERVICE\n    name: Not_A_Label\n");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/problems/0/file").asText()).isEqualTo(".dokkimi/d0.yaml");
        assertThat(answer.body().at("/problems/0/line").asInt()).isPositive();
    }
}
