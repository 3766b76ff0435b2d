package dev.doppel.testkit.contract;

import dev.doppel.contract.event.Topic;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a service said on the topics since the broker started; for the end of a test class. */
public final class PublishedRecords {
    private PublishedRecords() {}

    /**
     * Reads all that a service published to {@link EmbeddedKafka} until now and holds each record against the contract.
     *
     * @param service the service's name as it begins {@code ce_source}, such as {@code /mock-svc/}; what tests say themselves is passed over
     * @param expected types that must be among the records, so that a check of nothing does not pass
     * @throws AssertionError that lists each faulty record with its place, its faults and its data
     */
    public static void fitTheContract(String service, String... expected) {
        fitTheContract(EmbeddedKafka.config(), service, expected);
    }

    /**
     * The same for any broker.
     *
     * @param kafka configuration of a client
     * @return how many records of each type were seen
     */
    public static Map<String, Integer> fitTheContract(Map<String, Object> kafka, String service, String... expected) {
        Map<String, Integer> seen = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : all(kafka)) {
            String source = ContractCheck.header(record, "ce_source");
            if (record.value() == null || source == null || !source.startsWith(service)) {
                continue;
            }
            seen.merge(String.valueOf(ContractCheck.header(record, "ce_type")), 1, Integer::sum);
            List<String> problems = ContractCheck.problems(record);
            if (!problems.isEmpty()) {
                faults.add(KafkaRecords.where(record) + " " + problems + " " + new String(record.value()));
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " records do not fit the contract:\n" + String.join("\n", faults));
        }
        if (!seen.keySet().containsAll(Set.of(expected))) {
            throw new AssertionError(
                    "expected to see " + Arrays.toString(expected) + " of " + service + ", saw " + seen);
        }
        return seen;
    }

    private static List<ConsumerRecord<String, byte[]>> all(Map<String, Object> kafka) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("enable.auto.commit", false);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                if (topic != Topic.BLOBS && topic != Topic.DEAD) {
                    for (int partition = 0; partition < topic.partitions(); partition++) {
                        partitions.add(new TopicPartition(topic.topicName(), partition));
                    }
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(partitions));
            while (missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())
                    || !missing.isEmpty()) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
