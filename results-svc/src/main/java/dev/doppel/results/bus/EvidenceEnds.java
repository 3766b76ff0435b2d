package dev.doppel.results.bus;

import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.RunId;
import dev.doppel.results.store.RunQueries;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the partitions that hold evidence of a run end now. Asked when the final record comes: all evidence was published before it, so
 * whoever has stored everything below these offsets has it all. Blocks. Thread-safe.
 */
@ApplicationScoped
public class EvidenceEnds {
    private static final Logger LOG = Logger.getLogger(EvidenceEnds.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RunQueries runs;
    private final Map<String, Object> kafka;
    private @Nullable Admin admin;

    EvidenceEnds(RunQueries runs, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runs = runs;
        this.kafka = Map.copyOf(kafka);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    /** Offsets by {@code topic/number}; empty when Kafka does not say, then nobody waits. */
    Map<String, Long> of(RunId run) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (String instance : runs.instances(run.value())) {
            for (Topic topic : List.of(Topic.EXCHANGES, Topic.EVIDENCE)) {
                wanted.put(partition(topic, instance), OffsetSpec.latest());
            }
        }
        Map<String, Long> ends = new TreeMap<>();
        if (wanted.isEmpty()) {
            return ends;
        }
        try {
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin().listOffsets(wanted).all().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            found.forEach((partition, end) -> ends.put(name(partition), end.offset()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("Kafka does not say where the evidence of run %s ends: %s", run, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ends;
    }

    static String name(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }

    private synchronized Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(new HashMap<>(kafka));
            admin = open;
        }
        return open;
    }

    /** The partition that Kafka's producer chooses for the instance's key. */
    private static TopicPartition partition(Topic topic, String instance) {
        byte[] key = instance.getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(topic.topicName(), BuiltInPartitioner.partitionForKey(key, topic.partitions()));
    }
}
