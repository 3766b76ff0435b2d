package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeparateMetersTest {
    private final SeparatePlatform platform = SeparatePlatform.shared();

    @Test
    void theMetersOfAllFiveStandAtTheOneAddressAndStatusSaysWhere() {
        platform.awaitReady();
        assertThat(platform.get("/q/metrics"))
                .contains("doppel_platform_part_up{part=\"scheduler-0\"} 1")
                .contains("doppel_scheduler_queue_length{part=\"scheduler-0\"} ")
                .contains("doppel_mock_room{part=\"mock-0\"} ")
                .contains("doppel_dns_instances{part=\"dns-0\"} ")
                .contains("doppel_runner_claims_total{part=\"runner-0\"} ")
                .contains("doppel_results_dead_total{part=\"results-0\"} ");
        assertThat(platform.doppel().run("status").text()).contains("Its meters: http");
    }
}
