package dev.doppel.runner.bus;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.jboss.logging.Logger;

/** This replica's membership in the group that shares out {@code doppel.instances}. Thread-safe. */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final String CHANNEL = "runner-instances-in";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final KafkaClientService clients;

    Intake(KafkaClientService clients) {
        this.clients = clients;
    }

    /** Leaves the group for good, so that others get its partitions at once; what was claimed stays here. */
    void leave() {
        KafkaConsumer<String, byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer == null) {
            return;
        }
        try {
            consumer.pause()
                    .chain(paused -> consumer.runOnPollingThread(
                            (org.apache.kafka.clients.consumer.Consumer<String, byte[]> open) ->
                                    open.close(CloseOptions.timeout(LIMIT)
                                            .withGroupMembershipOperation(
                                                    CloseOptions.GroupMembershipOperation.LEAVE_GROUP))))
                    .await()
                    .atMost(LIMIT.multipliedBy(2));
        } catch (RuntimeException e) {
            LOG.warnf("the group could not be left, it will notice by itself: %s", e.getMessage());
        }
    }
}
