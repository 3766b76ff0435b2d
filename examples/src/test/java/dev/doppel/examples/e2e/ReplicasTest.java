package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runner-svc and mock-svc on one machine share the work; members come and go without disturbing anyone. */
class ReplicasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INSTANCES = 20;

    @TempDir
    private Path folder;

    @Test
    void twoRunnersAndTwoMocksShareTwentyInstancesWhileOneRunnerJoinsAndOthersLeave() throws Exception {
        Path project = TwoVerdicts.passing(folder, INSTANCES);
        try (SeparatePlatform platform = SeparatePlatform.up("--replicas", "runner=2,mock=2")) {
            Doppel doppel = platform.doppel();
            Background run = Background.of(doppel, "run", "--ci", project.toString());

            awaitEnded(platform, 2);
            assertThat(doppel.run("scale", "runner=3").text()).contains("runner-2");
            platform.awaitReady();
            awaitEnded(platform, 8);
            assertThat(doppel.run("scale", "runner=2", "mock=1").text()).contains("leaving");
            Await.until(
                    "the third runner and the second mock have left",
                    Duration.ofSeconds(120),
                    () -> platform.part("runner-2").isMissingNode()
                            && platform.part("mock-1").isMissingNode());

            Doppel.Ended ended = run.await();
            assertThat(ended.exitCode()).as(ended.text()).isZero();
            assertThat(ended.text()).contains(INSTANCES + " passed");
            Events events = Events.of(
                    platform, JSON.readTree(folderOf(doppel)).path("runId").asText());
            assertThat(events.attempts).as("no instance was disturbed").containsExactly(1);
            assertThat(events.runners).contains("runner-0", "runner-1");
            Set<String> mocks = new HashSet<>();
            for (JsonNode instance : TwoVerdicts.dump(doppel).path("instances")) {
                List<JsonNode> outside = new ArrayList<>();
                instance.path("httpLogs").forEach(call -> {
                    if (call.toString().contains("api.example.com")) {
                        outside.add(call);
                    }
                });
                assertThat(outside).as(instance.toString()).hasSize(1);
            }
            platform.awaitNothingLeft();
        }
    }

    private static String folderOf(Doppel doppel) {
        return doppel.run("dump", "-o", "-").text();
    }

    private static void awaitEnded(SeparatePlatform platform, int count) {
        Await.until(count + " instances have ended", Duration.ofSeconds(240), () -> {
            JsonNode runs = platform.status().path("runs");
            return runs.toString().split("\"STOPPED\"").length > count;
        });
    }

    /** What the run's event stream tells. */
    private record Events(Set<Integer> attempts, Set<String> runners) {
        static Events of(SeparatePlatform platform, String run) throws Exception {
            JsonNode address = JSON.readTree(
                    platform.doppel().state().resolve("platform.json").toFile());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address.path("base").asText() + "/api/v1/runs/" + run + "/events"))
                    .header("Authorization", "Bearer " + address.path("token").asText())
                    .header("Accept", "text/event-stream")
                    .build();
            String text;
            try (HttpClient http = HttpClient.newHttpClient()) {
                text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            }
            Events events = new Events(new HashSet<>(), new HashSet<>());
            for (String line :
                    text.lines().filter(one -> one.startsWith("data:")).toList()) {
                JsonNode data = JSON.readTree(line.substring(5));
                if (data.has("attempt") && data.has("phase")) {
                    events.attempts.add(data.path("attempt").asInt());
                }
                if (data.has("runner")) {
                    events.runners.add(data.path("runner").asText());
                }
            }
            return events;
        }
    }
}
