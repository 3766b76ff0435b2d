package dev.doppel.runner.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedRequest;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.runner.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceLogTest {
    private final AttemptId attempt = World.attempt("i");

    private Exchange exchange(AttemptId of, long record, long arrival, Exchange.State state, String body) {
        return new Exchange(
                of,
                record,
                arrival,
                "x" + arrival,
                state,
                "svc",
                "api.x.com",
                false,
                new CapturedRequest(
                        "GET",
                        "http",
                        "api.x.com",
                        80,
                        "/",
                        "",
                        "1.1",
                        Map.of(),
                        new CapturedBody(body.length(), false, body, null, null)),
                new CapturedResponse(200, Map.of(), CapturedBody.EMPTY),
                Instant.EPOCH,
                1,
                Exchange.AnsweredBy.MOCK,
                "m",
                true,
                null,
                null,
                null,
                List.of());
    }

    @Test
    void numbersTellWhatIsMissingInWhateverOrderTheyCome() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            EvidenceLog log = new EvidenceLog(attempt);
            List<Long> numbers = new ArrayList<>();
            for (long n = 1; n <= 30; n++) {
                numbers.add(n);
            }
            Collections.shuffle(numbers, random);
            long missing = 1 + random.nextInt(30);
            numbers.remove(missing);
            for (long n : numbers) {
                log.accept(new MarkSet(attempt, n, n, "m" + n, Instant.EPOCH));
                log.accept(new MarkSet(attempt, n, n, "m" + n, Instant.EPOCH));
            }
            assertThat(log.snapshot().heldUpTo()).isEqualTo(missing - 1);
            log.accept(new MarkSet(attempt, missing, missing, "m", Instant.EPOCH));
            assertThat(log.snapshot().heldUpTo()).isEqualTo(30);
        }
    }

    @Test
    void recordsOfAnotherAttemptOrLifeAreDropped() {
        EvidenceLog log = new EvidenceLog(attempt);
        log.accept(exchange(
                new AttemptId(attempt.instance(), 2, attempt.incarnation()), 1, 1, Exchange.State.COMPLETE, ""));
        log.accept(exchange(
                new AttemptId(attempt.instance(), 1, new Incarnation("other")), 1, 1, Exchange.State.COMPLETE, ""));
        assertThat(log.snapshot().seen()).isEmpty();
        assertThat(log.snapshot().heldUpTo()).isZero();
    }

    @Test
    void theLaterRecordOfAStreamReplacesTheEarlierAndBothAreKnownAsOfTheirNumbers() {
        for (boolean swapped : new boolean[] {false, true}) {
            EvidenceLog log = new EvidenceLog(attempt);
            Exchange head = exchange(attempt, 1, 1, Exchange.State.OPEN, "a");
            Exchange end = exchange(attempt, 3, 1, Exchange.State.COMPLETE, "a");
            log.accept(swapped ? end : head);
            log.accept(exchange(attempt, 2, 2, Exchange.State.COMPLETE, "b"));
            if (!swapped) {
                assertThat(log.snapshot().finished()).hasSize(1);
                assertThat(log.snapshot().settledFrom(1)).isZero();
            }
            log.accept(swapped ? head : end);
            Evidence evidence = log.snapshot();
            assertThat(evidence.finished()).hasSize(2);
            assertThat(evidence.settledFrom(1)).isEqualTo(2);
            assertThat(evidence.asOf(2))
                    .extracting(Exchange::state)
                    .containsExactly(Exchange.State.OPEN, Exchange.State.COMPLETE);
        }
    }

    @Test
    void bodiesBeyondMemoryGoToAFileAndBeyondTheLimitAreLost() {
        try (EvidenceLog log = new EvidenceLog(attempt, 10_000, 200_000)) {
            for (long n = 1; n <= 40; n++) {
                log.accept(exchange(attempt, n, n, Exchange.State.COMPLETE, ("" + n % 10).repeat(6_000)));
            }
            Evidence evidence = log.snapshot();
            assertThat(log.overflowed()).isTrue();
            assertThat(evidence.heldUpTo()).isBetween(20L, 39L);
            CapturedBody first = evidence.seen().getFirst().latest().request().body();
            CapturedBody later = evidence.seen().get(15).latest().request().body();
            assertThat(first.text()).hasSize(6_000);
            assertThat(later.text()).isNull();
            assertThat(later.size()).isEqualTo(6_000);
            assertThat(new String(log.bodies().get(later.blob()))).isEqualTo("6".repeat(6_000));
        }
    }

    @Test
    void consoleLinesAreNumberedApart() {
        EvidenceLog log = new EvidenceLog(attempt);
        ConsoleLine second = new ConsoleLine(2, Instant.EPOCH, "svc", "stdout", "INFO", "b");
        log.accept(new ConsoleLines(attempt, List.of(second), 0));
        assertThat(log.snapshot().consoleHeldUpTo()).isZero();
        log.accept(new ConsoleLines(
                attempt, List.of(new ConsoleLine(1, Instant.EPOCH, "svc", "stdout", "INFO", "a"), second), 3));
        assertThat(log.snapshot().consoleHeldUpTo()).isEqualTo(2);
        assertThat(log.snapshot().lines()).extracting(ConsoleLine::message).containsExactly("a", "b");
        assertThat(log.snapshot().linesDropped()).isEqualTo(3);
    }
}
