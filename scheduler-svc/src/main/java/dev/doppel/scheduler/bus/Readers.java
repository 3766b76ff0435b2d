package dev.doppel.scheduler.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.scheduler.drive.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** What every replica reads on its own, without group: interception from its beginning, requests and results from now. */
public final class Readers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Readers.class);

    private final LogReader interception;
    private final LogReader requests;
    private final LogReader results;
    private final CompletableFuture<Void> ready;

    public Readers(String name, Map<String, Object> kafkaConfig, Scheduler scheduler) {
        this.interception =
                LogReader.start(name + "-interception", kafkaConfig, record -> read(record, scheduler::onInterception));
        this.requests = LogReader.start(name + "-requests", kafkaConfig, record -> read(record, scheduler::onRequest));
        this.results = LogReader.start(
                name + "-results",
                kafkaConfig,
                record -> read(record, message -> {
                    if (message instanceof ResultMessage result) {
                        scheduler.onResult(result);
                    }
                }));
        this.ready = CompletableFuture.allOf(
                interception.fromBeginning(Topic.INTERCEPTION.topicName()),
                requests.fromNow(Topic.REQUESTS.topicName()),
                results.fromNow(Topic.RESULTS.topicName()));
    }

    private static void read(ConsumerRecord<String, byte[]> record, Consumer<Message> to) {
        if (record.value() == null) {
            return;
        }
        try {
            to.accept(KafkaRecords.read(record));
        } catch (UnreadableMessage e) {
            LOG.warnf("passing over an unreadable record at %s: %s", KafkaRecords.where(record), e.getMessage());
        }
    }

    /** Waits until no record sent from now on can be missed. */
    public void awaitReady(Duration limit) {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading topics", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the topics could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        requests.close();
        results.close();
        interception.close();
    }
}
