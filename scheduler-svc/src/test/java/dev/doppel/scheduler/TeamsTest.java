package dev.doppel.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.SchedulerTestResource;
import dev.doppel.scheduler.world.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Teams on one platform: each sees and cancels its own runs only. */
@QuarkusTest
@QuarkusTestResource(SchedulerTestResource.class)
class TeamsTest {
    @TestHTTPResource
    URI base;

    private Client red;
    private Client blue;
    private Client operator;

    @BeforeEach
    void connect() {
        red = new Client(base, SchedulerTestResource.RED_TOKEN);
        blue = new Client(base, SchedulerTestResource.BLUE_TOKEN);
        operator = new Client(base);
    }

    private static List<String> listed(Client client) {
        List<String> ids = new ArrayList<>();
        for (JsonNode run : client.get("/api/v1/runs?limit=200").body().get("runs")) {
            ids.add(run.get("id").asText());
        }
        return ids;
    }

    @Test
    void aRunExistsForItsTeamAndTheOperatorOnly() {
        Client.Answer answer = red.submit(Client.definition("of red"));
        RunId run = answer.run();
        assertThat(answer.body().get("team").asText()).isEqualTo("red");

        assertThat(red.get("/api/v1/runs/" + run).status()).isEqualTo(200);
        assertThat(operator.get("/api/v1/runs/" + run).status()).isEqualTo(200);
        assertThat(blue.get("/api/v1/runs/" + run).status()).isEqualTo(404);
        assertThat(blue.get("/api/v1/runs/" + run + "/events").status()).isEqualTo(404);
        assertThat(listed(red)).contains(run.value());
        assertThat(listed(operator)).contains(run.value());
        assertThat(listed(blue)).doesNotContain(run.value());

        assertThat(World.get()
                        .log()
                        .await(RunAccepted.class, r -> r.run().equals(run))
                        .team())
                .isEqualTo(TeamId.of("red"));
        World.get().log().await(RunFinished.class, r -> r.run().equals(run));
    }

    @Test
    void aTeamCannotCancelAnothersRun() {
        RunId run = red.submit(Client.definition("goes on")).run();

        assertThat(blue.delete(run).status()).isEqualTo(404);
        assertThat(red.get("/api/v1/runs/" + run).body().get("cancelled").asBoolean())
                .isFalse();
        assertThat(red.delete(run).status()).isEqualTo(202);
        World.get().log().await(RunFinished.class, r -> r.run().equals(run));
    }

    @Test
    void theSameIdempotencyKeyOfTwoTeamsIsTwoSubmissions() {
        String key = UUID.randomUUID().toString();
        byte[] bundle = Client.project(Client.definition("same"));
        RunId ofRed = red.submit(bundle, "", "Idempotency-Key", key).run();
        RunId ofBlue = blue.submit(bundle, "", "Idempotency-Key", key).run();

        assertThat(ofBlue).isNotEqualTo(ofRed);
        assertThat(red.submit(bundle, "", "Idempotency-Key", key).run()).isEqualTo(ofRed);
        World.get().log().await(RunFinished.class, r -> r.run().equals(ofRed));
        World.get().log().await(RunFinished.class, r -> r.run().equals(ofBlue));
    }

    @Test
    void withoutATokenNobodyIsLetIn() {
        assertThat(new Client(base, "token-of-nobody-at-all")
                        .get("/api/v1/runs")
                        .status())
                .isEqualTo(401);
        assertThat(operator.submit(Client.definition("operator"))
                        .body()
                        .get("team")
                        .asText())
                .isEqualTo("default");
    }
}
