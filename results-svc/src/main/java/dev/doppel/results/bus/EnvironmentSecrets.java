package dev.doppel.results.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.results.mask.Masking;
import dev.doppel.results.mask.SecretValues;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Secret values of definitions, known from the wanted states of their environments, which are published before anything in them runs.
 * They are held in memory only. Not covered: evidence read after a restart of an environment that was gone before it. Thread-safe.
 */
@ApplicationScoped
public class EnvironmentSecrets implements SecretValues {
    private static final Masking NO_VALUES = new Masking(Set.of());
    private static final int MOST_INSTANCES = 10_000;

    /** Guarded by this. */
    private final Map<InstanceId, Masking> known = new LinkedHashMap<>();

    private @Nullable LogReader reader;

    /** Returns when every environment that there is now is known. */
    void start(Map<String, Object> kafkaConfig, Duration limit) {
        LogReader environments = LogReader.start("results-environments", kafkaConfig, this::accept);
        reader = environments;
        try {
            environments.fromBeginning(Topic.ENVIRONMENTS.topicName()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the wanted environments cannot be read from Kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the wanted environments", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }

    @Override
    public synchronized Masking of(InstanceId instance) {
        return known.getOrDefault(instance, NO_VALUES);
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            if (KafkaRecords.read(record) instanceof EnvironmentState state) {
                List<String> values = state.secretValues();
                if (values != null) {
                    remember(state.attempt().instance(), new Masking(values));
                }
            }
        } catch (UnreadableMessage e) {
            // dns-svc, mock-svc and runner-svc report it
        }
    }

    private synchronized void remember(InstanceId instance, Masking masking) {
        known.put(instance, masking);
        if (known.size() > MOST_INSTANCES) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
