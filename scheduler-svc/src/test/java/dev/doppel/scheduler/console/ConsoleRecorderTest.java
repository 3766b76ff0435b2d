package dev.doppel.scheduler.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.request.BarrierRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleRecorderTest {
    private static final AttemptId ATTEMPT = new AttemptId(InstanceId.of("i"), 1, Incarnation.of("x"));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LinkedBlockingQueue<Message> sent = new LinkedBlockingQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final ConsoleRecorder recorder = new ConsoleRecorder(ATTEMPT, this::send, timer, Clock.systemUTC());

    private CompletionStage<Void> send(Message message) {
        if (failures.getAndDecrement() > 0) {
            return CompletableFuture.failedFuture(new IllegalStateException("broker away"));
        }
        sent.add(message);
        return CompletableFuture.completedFuture(null);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Message next() throws InterruptedException {
        Message message = sent.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a record").isNotNull();
        return message;
    }

    private List<ConsoleLine> lines(int count) throws InterruptedException {
        List<ConsoleLine> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.addAll(((ConsoleLines) next()).lines());
        }
        return lines;
    }

    @Test
    void numbersLinesOfAllItemsWithoutGapsInBoundedBatches() throws InterruptedException {
        for (int i = 0; i < 250; i++) {
            recorder.line(i % 2 == 0 ? "api" : "db", "stdout", "[WARN] line " + i, Instant.now());
        }
        List<ConsoleLine> lines = lines(250);
        for (int i = 0; i < 250; i++) {
            assertThat(lines.get(i).number()).isEqualTo(i + 1);
            assertThat(lines.get(i).message()).isEqualTo("[WARN] line " + i);
            assertThat(lines.get(i).level()).isEqualTo("WARN");
        }
    }

    @Test
    void aBatchTheBrokerRefusesComesAgainInOrder() throws InterruptedException {
        failures.set(2);
        recorder.line("api", "stdout", "one", Instant.now());
        recorder.line("api", "stdout", "two", Instant.now());
        assertThat(lines(2)).extracting(ConsoleLine::message).containsExactly("one", "two");
    }

    @Test
    void aFloodIsDroppedAndCountedAndTheTailKept() throws InterruptedException {
        int flood = ConsoleRecorder.LINES_PER_SECOND * 3;
        for (int i = 0; i < flood; i++) {
            recorder.line("noisy", "stdout", "line " + i, Instant.now());
        }
        recorder.line("quiet", "stdout", "still heard", Instant.now());

        List<ConsoleLine> lines = new ArrayList<>();
        long dropped = 0;
        while (lines.stream().noneMatch(l -> l.item().equals("quiet"))) {
            ConsoleLines batch = (ConsoleLines) next();
            lines.addAll(batch.lines());
            dropped = batch.dropped();
        }
        assertThat(dropped).isPositive();
        assertThat(lines.size() + dropped).isEqualTo(flood + 1L);
        assertThat(recorder.tail("noisy")).hasSize(50).last().isEqualTo("line " + (flood - 1));
    }

    @Test
    void aBarrierWaitsForQuietAndNamesTheLastNumber() throws InterruptedException {
        recorder.line("api", "stdout", "one", Instant.now());
        long asked = System.nanoTime();
        recorder.barrier(barrier("b1", 150, 5_000));
        recorder.line("api", "stdout", "two", Instant.now());

        ConsoleBarrierAnswer answer = answer();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked)).isGreaterThanOrEqualTo(150);
        assertThat(answer.requestId()).isEqualTo("b1");
        assertThat(answer.quiet()).isTrue();
        assertThat(answer.lastNumber()).isEqualTo(2);
    }

    @Test
    void aBarrierIsAnsweredAtTheLatestTimeWithoutQuiet() throws InterruptedException {
        recorder.barrier(barrier("b2", 10_000, 100));
        ConsoleBarrierAnswer answer = answer();
        assertThat(answer.quiet()).isFalse();
    }

    private ConsoleBarrierAnswer answer() throws InterruptedException {
        while (true) {
            if (next() instanceof ConsoleBarrierAnswer answer) {
                return answer;
            }
        }
    }

    private static BarrierRequest barrier(String id, long quiet, long latest) {
        return new BarrierRequest(ATTEMPT, id, quiet, latest, "", Set.of(BarrierRequest.Source.CONSOLE));
    }
}
