package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three examples, as their READMEs say to run them. */
class ExamplesTest {
    private final Doppel doppel = Doppel.shared();

    /** Seven environments at once with equal item names and ports (D-100); each has its own fresh, seeded database (D-053, D-054). */
    @Test
    void D100_D053_D054_D011_theShopsSevenDefinitionsPass(@TempDir Path folder) throws Exception {
        Path junit = folder.resolve("reports/junit.xml");
        Doppel.Ended ended = doppel.run("run", "--ci", "--junit", junit.toString(), "examples/ecommerce");

        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("7 passed");
        String report = Files.readString(junit);
        assertThat(report)
                .contains("checkout-happy-path", "webhook-charge-failed")
                .doesNotContain("<failure", "<error");

        Doppel.Ended dump = doppel.run("dump", "-o", "-");
        JsonNode instances = new ObjectMapper().readTree(dump.text()).path("instances");
        assertThat(instances).hasSize(7).allSatisfy(instance -> {
            assertThat(instance.path("testStatus").asText()).isEqualTo("PASSED");
            assertThat(instance.path("httpLogs")).isNotEmpty();
        });
        assertThat(doppel.run("logs", "--definition", "checkout-happy-path", "payment-service")
                        .text())
                .contains("checkout-happy-path/payment-service");
    }

    @Test
    void D105_D002_everyRuntimeTrustsTheInterception() {
        Doppel.Ended ended = doppel.run("run", "--ci", "examples/polyglot");
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("4 passed");
    }

    @Test
    void D013_D014_D015_oneEndpointAnswersByWhatTheBodySays() {
        Doppel.Ended ended = doppel.run("run", "--ci", "examples/llm");
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("3 passed");
    }

    /** The shop's providers as twins with webhooks (T-131), and Stripe's own SDK left at https://api.stripe.com. */
    @Test
    void T131_twinsStandForProvidersAndStripesSdkCannotTell() {
        Doppel.Ended ended = doppel.run("run", "--ci", "examples");
        assertThat(ended.exitCode()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("3 passed");
    }
}
