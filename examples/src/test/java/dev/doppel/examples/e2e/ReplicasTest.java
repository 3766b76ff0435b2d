package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
            Events events =
                    Events.of(platform, TwoVerdicts.dump(doppel).path("runId").asText());
            assertThat(events.attempts).as("no instance was disturbed").containsExactly(1);
            assertThat(events.runners).contains("runner-0", "runner-1");
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

    /** Instances of the only run that there is. */
    private static void awaitEnded(SeparatePlatform platform, int count) {
        Await.until(count + " instances have ended", Duration.ofSeconds(240), () -> {
            JsonNode runs = JSON.missingNode();
            for (JsonNode list : platform.status().path("runs")) {
                runs = list.isArray() && !list.isEmpty() ? list : runs;
            }
            String id = runs.path(0).path("id").asText();
            return !id.isEmpty() && ended(platform.get("/api/v1/runs/" + id)) >= count;
        });
    }

    private static int ended(String run) {
        return run.split("\"verdict\":\"PASSED\"", -1).length - 1;
    }

    /** What the run's event stream tells. */
    private record Events(Set<Integer> attempts, Set<String> runners) {
        static Events of(SeparatePlatform platform, String run) throws Exception {
            String text = platform.get("/api/v1/runs/" + run + "/events");
            Events events = new Events(new HashSet<>(), new HashSet<>());
            for (String line :
                    text.lines().filter(one -> one.startsWith("data:")).toList()) {
                JsonNode data = JSON.readTree(line.substring(5));
                if (data.path("attempt").asInt() > 0 && data.has("phase")) {
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
