package dev.doppel.mock.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Numbered;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.mock.capture.AttemptLog;
import dev.doppel.mock.capture.RowSource;
import dev.doppel.mock.plane.Await;
import dev.doppel.platform.record.KafkaRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away, slow or refusing costs nothing but time, until there is no room. */
class CapturePublisherTest {
    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path directory;

    /** The thread that publishes waits for it before each record. */
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    private CapturePublisher publisher;

    @AfterEach
    void close() {
        broker.completeNext();
        publisher.close();
        timer.shutdownNow();
    }

    private AttemptLog log(String instance) {
        return new AttemptLog(
                new AttemptId(new InstanceId(instance), 1, new Incarnation("x")),
                publisher,
                timer,
                Clock.systemUTC(),
                table -> new RowSource.Rows("no twins here", new byte[0]),
                Runnable::run);
    }

    private void start(int ringRecords, long spoolBytes, long unacknowledged) {
        publisher = new CapturePublisher(
                broker,
                "/test",
                Clock.systemUTC(),
                new Spool(directory, spoolBytes),
                ringRecords,
                64 << 20,
                unacknowledged,
                point -> gate.join());
    }

    private void diagnose(AttemptLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.diagnose(Diagnostic.Kind.LIMIT, null, null, "number " + i + " " + "x".repeat(500));
        }
    }

    private Set<Long> sent() throws Exception {
        Set<Long> numbers = new HashSet<>();
        for (Message message : messages()) {
            numbers.add(((Numbered) message).recordNumber());
        }
        return numbers;
    }

    private List<Message> messages() throws Exception {
        List<Message> messages = new ArrayList<>();
        for (ProducerRecord<String, byte[]> record : broker.history()) {
            messages.add(KafkaRecords.read(new ConsumerRecord<>(
                    record.topic(),
                    0,
                    0,
                    0L,
                    null,
                    0,
                    0,
                    record.key(),
                    record.value(),
                    record.headers(),
                    Optional.empty())));
        }
        return messages;
    }

    @Test
    void whatTheBrokerDoesNotTakeWaitsOnDiskAndLeavesLater() throws Exception {
        start(1024, 1 << 20, 5000);
        AttemptLog log = log("i1");
        diagnose(log, 40);
        Await.isTrue("some sent", () -> broker.history().size() >= 2);
        assertThat(broker.history().size()).isLessThan(10);
        Await.isTrue("all acknowledged", () -> {
            broker.completeNext();
            return broker.history().size() == 40;
        });
        assertThat(sent()).hasSize(40);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aRecordThatFailedForNowIsSentAgain() throws Exception {
        start(1024, 1 << 20, 1 << 20);
        AttemptLog log = log("i1");
        diagnose(log, 1);
        Await.isTrue("sent", () -> broker.history().size() == 1);
        broker.errorNext(new TimeoutException("away"));
        Await.isTrue("sent again", () -> broker.history().size() == 2);
        assertThat(sent()).hasSize(1);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void whatFitsOnNoDiskIsCountedForItsAttemptAlone() throws Exception {
        start(1024, 12_000, 1500);
        AttemptLog flooding = log("i1");
        AttemptLog late = log("i2");
        diagnose(flooding, 40);
        Await.isTrue("given up", () -> flooding.dropped() > 20);
        Await.isTrue("the ring is empty", () -> flooding.inRing().get() == 0);

        diagnose(late, 2);
        Await.isTrue("all sent", () -> {
            broker.completeNext();
            return broker.history().size() == 40 - flooding.dropped() + 2;
        });

        assertThat(late.dropped()).isZero();
    }

    @Test
    void whatFitsInNoRingIsCountedForItsAttemptAlone() {
        gate = new CompletableFuture<>();
        start(20, 1 << 20, 1 << 20);
        AttemptLog flooding = log("i1");
        AttemptLog late = log("i2");
        diagnose(flooding, 40);
        diagnose(late, 4);
        gate.complete(null);

        assertThat(flooding.dropped()).isEqualTo(30);
        assertThat(late.dropped()).isZero();
    }

    @Test
    void theAnswerToABarrierFindsRoomAndSaysWhatWasGivenUpUntilItLeaves() throws Exception {
        gate = new CompletableFuture<>();
        start(40, 4_000, 1500);
        AttemptLog log = log("i1");
        diagnose(log, 40);
        assertThat(log.dropped()).as("by the ring").isEqualTo(20);
        log.barrier(new BarrierRequest(log.attempt(), "b", 0, 0, "", EnumSet.of(BarrierRequest.Source.INTERCEPTION)));
        Await.isTrue("answered", () -> log.inRing().get() > 20 * 1024);

        gate.complete(null);
        Await.isTrue("the ring is empty", () -> log.inRing().get() == 0);
        Await.isTrue("all sent", () -> {
            broker.completeNext();
            return broker.history().size() == 40 - log.dropped() + 1;
        });

        assertThat(log.dropped()).as("by the disk, too").isGreaterThan(30);
        assertThat(messages())
                .filteredOn(BarrierAnswer.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        BarrierAnswer.class,
                        answer -> assertThat(answer.dropped()).isEqualTo(log.dropped()));
    }

    @Test
    void aFloodOfDiagnosticsIsThinned() {
        start(1024, 1 << 20, 1 << 20);
        AttemptLog log = log("i1");
        diagnose(log, 5000);
        Await.isTrue("sent", () -> broker.history().size() >= 50);
        assertThat(broker.history().size()).isLessThan(200);
        assertThat(log.dropped()).isZero();
    }
}
