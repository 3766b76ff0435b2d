package dev.doppel.scheduler.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private final Hearing hearing = new Hearing(START);

    @Test
    void whileItHearsItselfTimeIsTime() {
        hearing.echo(START.plusSeconds(1));
        hearing.echo(START.plusSeconds(3));
        assertThat(hearing.hears(START.plusSeconds(5))).isTrue();
        assertThat(hearing.judged(START.plusSeconds(5))).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void whileItDoesNotTimeStandsStill() {
        hearing.echo(START.plusSeconds(1));
        assertThat(hearing.hears(START.plusSeconds(60))).isFalse();
        assertThat(hearing.judged(START.plusSeconds(60)))
                .isEqualTo(hearing.judged(START.plusSeconds(10)))
                .isEqualTo(START.plusSeconds(4));
    }

    @Test
    void afterwardsTheWholeGapIsLeftOut() {
        hearing.echo(START.plusSeconds(1));
        hearing.echo(START.plusSeconds(61));
        assertThat(hearing.judged(START.plusSeconds(62))).isEqualTo(START.plusSeconds(2));
        hearing.echo(START.plusSeconds(62));
        assertThat(hearing.judged(START.plusSeconds(64))).isEqualTo(START.plusSeconds(4));
    }
}
