package dev.doppel.runner.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.platform.record.KafkaRecords;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what came on doppel.instances; what is no instance record is put aside. */
final class InstanceRecords {
    private InstanceRecords() {}

    static List<InstanceReady> read(KafkaRecordBatch<String, byte[]> batch, RunnerOut out) {
        List<InstanceReady> all = new ArrayList<>();
        for (var one : batch.getRecords()) {
            @SuppressWarnings("unchecked")
            ConsumerRecord<String, byte[]> record = one.getMetadata(IncomingKafkaRecordMetadata.class)
                    .map(metadata -> (ConsumerRecord<String, byte[]>) metadata.getRecord())
                    .orElseThrow();
            try {
                if (KafkaRecords.read(record) instanceof InstanceReady ready) {
                    all.add(ready);
                } else {
                    out.dead(record, "no instance record");
                }
            } catch (UnreadableMessage e) {
                out.dead(record, String.valueOf(e.getMessage()));
            }
        }
        return all;
    }
}
