package dev.doppel.local.separate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static Map<String, String> pages(String... both) {
        Map<String, String> pages = new LinkedHashMap<>();
        for (int i = 0; i < both.length; i += 2) {
            pages.put(both[i], both[i + 1]);
        }
        return pages;
    }

    @Test
    void metersOfSeveralPartsStandTogetherAndSayWhoseTheyAre() {
        String mock = """
                # HELP jvm_threads_live_threads The current number of live threads
                # TYPE jvm_threads_live_threads gauge
                jvm_threads_live_threads 31.0
                # HELP doppel_mock_publish_lag_seconds From the end of an exchange
                # TYPE doppel_mock_publish_lag_seconds histogram
                doppel_mock_publish_lag_seconds_bucket{topic="a b",le="0.001"} 4
                doppel_mock_publish_lag_seconds_count{topic="a b"} 4
                """;
        String dns = """
                # HELP jvm_threads_live_threads The current number of live threads
                # TYPE jvm_threads_live_threads gauge
                jvm_threads_live_threads 12.0
                """;
        assertThat(Meters.merged(pages("mock-0", mock, "dns-0", dns))).isEqualTo("""
                        # HELP doppel_platform_part_up Whether the part answers.
                        # TYPE doppel_platform_part_up gauge
                        doppel_platform_part_up{part="mock-0"} 1
                        doppel_platform_part_up{part="dns-0"} 1
                        # HELP jvm_threads_live_threads The current number of live threads
                        # TYPE jvm_threads_live_threads gauge
                        jvm_threads_live_threads{part="mock-0"} 31.0
                        jvm_threads_live_threads{part="dns-0"} 12.0
                        # HELP doppel_mock_publish_lag_seconds From the end of an exchange
                        # TYPE doppel_mock_publish_lag_seconds histogram
                        doppel_mock_publish_lag_seconds_bucket{part="mock-0",topic="a b",le="0.001"} 4
                        doppel_mock_publish_lag_seconds_count{part="mock-0",topic="a b"} 4
                        """);
    }

    @Test
    void aPartThatDoesNotAnswerIsDown() {
        assertThat(Meters.merged(pages("mock-0", ""))).endsWith("doppel_platform_part_up{part=\"mock-0\"} 0\n");
    }
}
