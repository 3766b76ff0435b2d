package dev.doppel.results.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.results.intake.Definitions;
import dev.doppel.results.intake.Intake;
import dev.doppel.results.store.Database;
import dev.doppel.results.store.ProgressRow;
import dev.doppel.results.store.StoreFault;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes batches of records, stores them, and only then lets their offsets be committed: what comes twice changes nothing. A record that
 * cannot be read or stored goes to doppel.dead; while Postgres is away the channel waits.
 */
@ApplicationScoped
public class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final long CHUNK_BYTES = 8 * 1024 * 1024;
    private static final int CHUNK_RECORDS = 500;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Intake intake;
    private final Definitions definitions;
    private final EvidenceEnds ends;
    private final Database database;
    private final Outbox outbox;
    private final ResultsMeters meters;
    private final FaultPoints faults = FaultPoints.configured();
    private volatile boolean stopping;

    private record Pending(ConsumerRecord<String, byte[]> record, Intake.Taken taken) {}

    Inbox(
            Intake intake,
            Definitions definitions,
            EvidenceEnds ends,
            Database database,
            Outbox outbox,
            ResultsMeters meters) {
        this.intake = intake;
        this.definitions = definitions;
        this.ends = ends;
        this.database = database;
        this.outbox = outbox;
        this.meters = meters;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Incoming("results-results-in")
    @Blocking
    void results(ConsumerRecords<String, byte[]> records) {
        take(records);
    }

    @Incoming("results-exchanges-in")
    @Blocking
    void exchanges(ConsumerRecords<String, byte[]> records) {
        take(records);
    }

    @Incoming("results-evidence-in")
    @Blocking
    void evidence(ConsumerRecords<String, byte[]> records) {
        take(records);
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        List<Pending> chunk = new ArrayList<>();
        long bytes = 0;
        for (ConsumerRecord<String, byte[]> record : records) {
            Message message;
            try {
                message = KafkaRecords.read(record);
            } catch (UnreadableMessage e) {
                bury(record, String.valueOf(e.getMessage()));
                continue;
            }
            if (message instanceof RunFinished finished) {
                keep(chunk);
                chunk.clear();
                bytes = 0;
                store(query(() -> definitions.missing(finished.run())));
            }
            Intake.Taken taken = message instanceof RunFinished finished
                    ? intake.end(finished, query(() -> ends.of(finished.run())))
                    : intake.take(message, record.offset());
            chunk.add(new Pending(record, taken));
            bytes += taken.bytes();
            if (bytes > CHUNK_BYTES || chunk.size() == CHUNK_RECORDS) {
                keep(chunk);
                chunk.clear();
                bytes = 0;
            }
        }
        keep(chunk);
        store(progress(records));
        meters.stored(records, System.currentTimeMillis());
        faults.reached("results.stored");
    }

    private static List<Object> progress(ConsumerRecords<String, byte[]> records) {
        List<Object> rows = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            if (!partition.topic().equals(Topic.RESULTS.topicName())) {
                long last = records.records(partition).getLast().offset();
                rows.add(new ProgressRow(EvidenceEnds.name(partition), last + 1));
            }
        }
        return rows;
    }

    private void keep(List<Pending> chunk) {
        List<Object> rows = new ArrayList<>();
        chunk.forEach(pending -> rows.addAll(pending.taken().rows()));
        if (store(rows)) {
            publish(chunk);
            return;
        }
        for (Pending pending : chunk) {
            if (store(pending.taken().rows())) {
                publish(List.of(pending));
            } else {
                bury(pending.record(), "Postgres refuses it");
            }
        }
    }

    /** Waits while Postgres is away. */
    private <T> T query(Supplier<T> question) {
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            try {
                return question.get();
            } catch (RuntimeException e) {
                if (stopping) {
                    throw e;
                }
                LOG.warnf("reading waits for Postgres: %s", StoreFault.describe(e));
                pause = pause(pause);
            }
        }
    }

    /** Returns the next pause, which is longer. */
    private static Duration pause(Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
        return pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    /** False when the rows themselves are at fault. Waits while Postgres is: there is no event for its return. */
    private boolean store(List<Object> rows) {
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            try {
                database.upsert(rows);
                return true;
            } catch (RuntimeException e) {
                if (StoreFault.liesInTheRows(e)) {
                    LOG.warnf("Postgres refuses rows: %s", StoreFault.describe(e));
                    return false;
                }
                if (stopping) {
                    throw e;
                }
                LOG.warnf("storing waits for Postgres: %s", StoreFault.describe(e));
                pause = pause(pause);
            }
        }
    }

    private void publish(List<Pending> chunk) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Pending pending : chunk) {
            Exchange exchange = pending.taken().published();
            if (exchange != null) {
                exchanges.add(exchange);
            }
        }
        await(() ->
                CompletableFuture.allOf(exchanges.stream().map(outbox::publish).toArray(CompletableFuture[]::new)));
    }

    private void bury(ConsumerRecord<String, byte[]> record, String reason) {
        LOG.warnf("the record at %s goes to doppel.dead: %s", KafkaRecords.where(record), reason);
        meters.buriedOne();
        await(() -> outbox.bury(record, reason));
    }

    /** Kafka may be away for as long as it likes: what was not acknowledged is sent again, which downstream knows by its id. */
    private void await(Supplier<CompletableFuture<Void>> send) {
        while (true) {
            try {
                send.get().get();
                return;
            } catch (ExecutionException e) {
                if (stopping) {
                    throw new IllegalStateException("stopped before Kafka acknowledged", e);
                }
                LOG.warnf("publishing waits for Kafka: %s", e.getCause());
                LockSupport.parkNanos(LONGEST_PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while publishing", e);
            }
        }
    }
}
