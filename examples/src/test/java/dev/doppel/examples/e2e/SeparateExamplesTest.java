package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five services in one JVM and as five processes give the same results. */
class SeparateExamplesTest {
    /** Ids that services make themselves, such as idempotency keys, differ from run to run. */
    private static final Pattern RANDOM_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int KAFKA_PORT = 9092;

    private final SeparatePlatform platform = SeparatePlatform.shared();

    @ParameterizedTest
    @ValueSource(strings = {"ecommerce", "polyglot", "llm"})
    void sameResultsAsInOneProcess(String example) {
        Doppel.Ended separate = platform.doppel().run("run", "--ci", "examples/" + example);
        assertThat(separate.exitCode()).as(separate.text()).isZero();
        Doppel.Ended together = Doppel.shared().run("run", "--ci", "examples/" + example);
        assertThat(together.exitCode()).as(together.text()).isZero();

        assertThat(told(TwoVerdicts.dump(platform.doppel()))).isEqualTo(told(TwoVerdicts.dump(Doppel.shared())));
        platform.awaitNothingLeft();
    }

    /** Everything that passed between the five processes, of all definitions above and whatever else the platform ran before. */
    @AfterAll
    static void whatTheServicesSaidFitsTheContract() {
        List<String> told = SeparatePlatform.shared().runInside(TopicsMain.class, "127.0.0.1:" + KAFKA_PORT);
        assertThat(told).as("" + told).endsWith("all fit");
    }

    /** Per definition, what was decided and what was recorded, without ids, times and what services may order as they like. */
    private static TreeMap<String, List<String>> told(JsonNode dump) {
        TreeMap<String, List<String>> all = new TreeMap<>();
        for (JsonNode instance : dump.path("instances")) {
            List<String> told = new ArrayList<>();
            told.add(instance.path("testStatus").asText());
            Set<String> asserted = Set.of("path", "operator", "expected", "passed", "assertionType", "resultKind");
            for (JsonNode result : instance.path("assertionResults")) {
                StringBuilder text = new StringBuilder();
                asserted.stream()
                        .sorted()
                        .forEach(key -> text.append(key)
                                .append('=')
                                .append(result.path(key))
                                .append(' '));
                told.add(RANDOM_ID.matcher(text).replaceAll("an-id"));
            }
            List<String> calls = new ArrayList<>();
            for (JsonNode call : instance.path("httpLogs")) {
                calls.add(call.path("origin") + " " + call.path("method") + " " + call.path("target") + " "
                        + call.path("path") + " " + call.path("statusCode"));
            }
            calls.sort(null);
            told.addAll(calls);
            all.put(instance.path("name").asText(), told);
        }
        return all;
    }
}
