package dev.doppel.platform.topic;

import dev.doppel.contract.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing and checks the others: a wrong partition count would break keyed assignment. */
public final class Topics {
    /** Largest record, in bytes (architecture, "Topics"), with room for headers. */
    public static final int MAX_RECORD_BYTES = 600 * 1024;

    private Topics() {}

    /**
     * Idempotent; safe when several replicas call it at once.
     *
     * @throws IllegalStateException when the broker cannot be reached within the limit or a topic has another partition count
     */
    public static void ensure(Map<String, Object> kafkaConfig, short replication, Duration limit) {
        try (Admin admin = Admin.create(new HashMap<>(kafkaConfig))) {
            Set<String> existing = admin.listTopics().names().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                if (!existing.contains(topic.topicName())) {
                    missing.add(new NewTopic(topic.topicName(), topic.partitions(), replication)
                            .configs(Map.of(
                                    "cleanup.policy",
                                    topic.compacted() ? "compact" : "delete",
                                    "max.message.bytes",
                                    Integer.toString(MAX_RECORD_BYTES))));
                }
            }
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing).values().values()) {
                try {
                    created.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            check(admin, existing, limit);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "cannot create or read the topics on Kafka at " + kafkaConfig.get("bootstrap.servers") + ": "
                            + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static void check(Admin admin, Set<String> existing, Duration limit)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> ours = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (existing.contains(topic.topicName())) {
                ours.add(topic.topicName());
            }
        }
        Map<String, TopicDescription> found =
                admin.describeTopics(ours).allTopicNames().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        for (Topic topic : Topic.values()) {
            TopicDescription description = found.get(topic.topicName());
            if (description != null && description.partitions().size() != topic.partitions()) {
                throw new IllegalStateException("topic " + topic.topicName() + " has "
                        + description.partitions().size() + " partitions, Doppel needs " + topic.partitions()
                        + ": delete it, or give Doppel a Kafka of its own");
            }
        }
    }
}
