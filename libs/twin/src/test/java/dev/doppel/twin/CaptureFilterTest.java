package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.twin.record.CaptureFilter;
import dev.doppel.twin.record.RecordingQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recording proxy records, and which recordings are meant (twin spec 9). */
class CaptureFilterTest {
    private static final CaptureFilter FILTER = new CaptureFilter(
            List.of("/v1/*", "*.json"),
            List.of("*/internal*"),
            List.of("api.*.com", "localhost:8080"),
            List.of("api.bad.com"));

    @ParameterizedTest
    @CsvSource({
        "api.shop.com, 443, /v1/books, true",
        "API.SHOP.COM, 443, /V1/books, true",
        "api.shop.com, 443, /v1, false",
        "api.shop.com, 443, /v2/all.json, true",
        "api.shop.com, 443, /v1/internal/x, false",
        "api.bad.com, 443, /v1/books, false",
        "shop.com, 443, /v1/books, false",
        "localhost, 8080, /v1/books, true",
        "localhost, 80, /v1/books, false"
    })
    void exclusionsComeFirstThenOneInclusionMustMatch(String host, int port, String path, boolean recorded) {
        assertThat(FILTER.records(host, port, path)).isEqualTo(recorded);
    }

    @Test
    void aPatternOfStarsTakesNoTimeToSpeakOf() {
        CaptureFilter stars = new CaptureFilter(List.of("*a".repeat(250)), List.of(), List.of(), List.of());
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(stars.records("h", 1, "a".repeat(60_000) + "b"))
                        .isFalse());
    }

    @Test
    void statusesAreChosenOneByOneOrByClass() {
        assertThat(new RecordingQuery("get", "4xx", "*.com", "/v1/*").matches("GET", 404, "a.com", "/v1/x"))
                .isTrue();
        assertThat(new RecordingQuery(null, "4XX", null, null).matches("GET", 200, "a", "/"))
                .isFalse();
        assertThat(new RecordingQuery(null, "204", null, null).matches("GET", 204, "a", "/"))
                .isTrue();
        assertThatThrownBy(() -> new RecordingQuery(null, "4x", null, null)).hasMessageContaining("4xx, not 4x");
    }
}
