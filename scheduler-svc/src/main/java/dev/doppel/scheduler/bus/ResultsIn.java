package dev.doppel.scheduler.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Topic;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.scheduler.store.RunEvents;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Keeps every result of a run, numbered, so that any replica can show them. One replica of the group keeps each run's. */
@ApplicationScoped
class ResultsIn {
    private static final Logger LOG = Logger.getLogger(ResultsIn.class);
    private static final long RETRY_MILLIS = 500;

    private final SchedulerService service;
    private final Channels channels;

    ResultsIn(SchedulerService service, Channels channels) {
        this.service = service;
        this.channels = channels;
    }

    @Incoming("scheduler-results-in")
    @Blocking
    void keep(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        List<RunEvents.Received> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                ResultRecords.event(record).ifPresent(events::add);
            } catch (UnreadableMessage e) {
                LOG.warnf(
                        "an unreadable record at %s goes to doppel.dead: %s",
                        KafkaRecords.where(record), e.getMessage());
                channels.send(
                        Topic.DEAD,
                        record.key() == null ? "" : record.key(),
                        record.value(),
                        new RecordHeaders(record.headers()));
            }
        }
        while (!events.isEmpty()) {
            try {
                service.events().append(events);
                return;
            } catch (RuntimeException e) {
                LOG.warn("results could not be kept; trying again", e);
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }
}
