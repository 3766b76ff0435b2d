package dev.doppel.mock.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.mock.capture.AttemptLog;
import dev.doppel.mock.capture.RowSource;
import dev.doppel.mock.plane.Await;
import dev.doppel.platform.record.KafkaRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
                unacknowledged);
    }

    private void diagnose(AttemptLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.diagnose(Diagnostic.Kind.LIMIT, null, null, "number " + i + " " + "x".repeat(500));
        }
    }

    private Set<Long> sent() throws Exception {
        Set<Long> numbers = new HashSet<>();
        for (ProducerRecord<String, byte[]> record : broker.history()) {
            numbers.add(((Diagnostic) KafkaRecords.read(new org.apache.kafka.clients.consumer.ConsumerRecord<>(
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
                            java.util.Optional.empty())))
                    .recordNumber());
        }
        return numbers;
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
    void whatFitsNowhereIsCountedForItsAttemptAlone() {
        start(1024, 3000, 3000);
        AttemptLog flooding = log("i1");
        AttemptLog quiet = log("i2");
        diagnose(flooding, 50);
        Await.isTrue("given up", () -> flooding.dropped() > 20);
        assertThat(quiet.dropped()).isZero();
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
