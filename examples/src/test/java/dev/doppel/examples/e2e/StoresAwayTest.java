package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kafka or Postgres is away while instances run: nothing is lost, the status says so, and all goes on by itself. */
class StoresAwayTest {
    private final SeparatePlatform platform = SeparatePlatform.shared();

    @TempDir
    private Path folder;

    /** Ten seconds: longer than the limit for heartbeats and than a lease. */
    @ParameterizedTest
    @CsvSource({"kafka, 10", "postgres, 10"})
    void nothingIsLost(String store, int seconds) throws Exception {
        away(store, seconds);
    }

    /** Longer than what readers of Kafka have a limit of a minute for. */
    @ParameterizedTest
    @CsvSource({"kafka, 75", "postgres, 90"})
    @Tag("nightly")
    void nothingIsLostInMoreThanAMinute(String store, int seconds) throws Exception {
        away(store, seconds);
    }

    private void away(String store, int seconds) throws Exception {
        Path project = TwoVerdicts.in(folder);
        platform.awaitReady();
        Map<String, Integer> before = restarts();
        platform.faults().hold("runner.begun");
        Background run = Background.of(platform.doppel(), "run", "--ci", project.toString());
        platform.faults().awaitHeld("runner.begun");

        platform.faults().hold("part." + store);
        platform.kill(store);
        long gone = System.nanoTime();
        platform.faults().release("runner.begun");
        Await.until(
                "the status names what is away",
                Duration.ofSeconds(30),
                () -> platform.part(store).path("status").asText().equals("DOWN"));
        String shown = platform.doppel().run("status").text();
        assertThat(shown).contains("not ready");
        assertThat(shown.lines().filter(line -> line.strip().startsWith(store)))
                .singleElement()
                .asString()
                .contains("down", "code 137");
        Await.until(
                seconds + " s are over",
                Duration.ofSeconds(2L * seconds),
                () -> System.nanoTime() - gone > Duration.ofSeconds(seconds).toNanos());
        assertThat(run.ended()).as("nobody decides without its evidence").isNotDone();
        platform.faults().release("part." + store);

        TwoVerdicts.assertTrue(platform.doppel(), run.await());
        platform.awaitReady();
        before.merge(store, 1, Integer::sum);
        assertThat(restarts()).as("nobody else had to be started again").isEqualTo(before);
        for (JsonNode instance : TwoVerdicts.dump(platform.doppel()).path("instances")) {
            assertThat(instance.path("attempt").asInt())
                    .as("no attempt was given up")
                    .isEqualTo(1);
        }
        platform.awaitNothingLeft();
    }

    private Map<String, Integer> restarts() {
        Map<String, Integer> all = new TreeMap<>();
        for (JsonNode part : platform.status().path("platform").path("parts")) {
            all.put(part.path("name").asText(), part.path("restarts").asInt());
        }
        return all;
    }
}
