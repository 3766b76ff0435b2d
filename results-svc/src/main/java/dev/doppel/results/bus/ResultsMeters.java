package dev.doppel.results.bus;

import dev.doppel.contract.event.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The service's meters (docs/operations.md), there from the start. Thread-safe. */
@Startup
@ApplicationScoped
public class ResultsMeters {
    private final Map<String, Counter> stored = new HashMap<>();
    private final Counter buried;
    private final Timer lag;

    ResultsMeters(MeterRegistry registry) {
        for (Topic topic : List.of(Topic.RESULTS, Topic.EXCHANGES, Topic.EVIDENCE)) {
            stored.put(
                    topic.topicName(),
                    Counter.builder("doppel.results.stored")
                            .description("records read and, as far as they are of use, stored, by topic")
                            .tag("topic", topic.topicName())
                            .register(registry));
        }
        this.buried = Counter.builder("doppel.results.dead")
                .description("records put aside on doppel.dead")
                .register(registry);
        this.lag = Timer.builder("doppel.results.lag")
                .description("from a record's time in the log until it was stored; the oldest of each batch")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10))
                .register(registry);
    }

    void stored(ConsumerRecords<String, byte[]> records, long nowMillis) {
        long oldest = nowMillis;
        for (ConsumerRecord<String, byte[]> record : records) {
            oldest = Math.min(oldest, record.timestamp());
            Counter counter = stored.get(record.topic());
            if (counter != null) {
                counter.increment();
            }
        }
        lag.record(Duration.ofMillis(nowMillis - oldest));
    }

    void buriedOne() {
        buried.increment();
    }
}
