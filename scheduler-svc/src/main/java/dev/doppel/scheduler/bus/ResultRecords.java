package dev.doppel.scheduler.bus;

import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.scheduler.store.RunEvents;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of {@code doppel.results} as events of a run. Pure. */
public final class ResultRecords {
    private static final String PREFIX = "dev.doppel.";

    private ResultRecords() {}

    /**
     * The event, or nothing for a heartbeat.
     *
     * @throws UnreadableMessage for a record that is no result
     */
    public static Optional<RunEvents.Received> event(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        Message message = KafkaRecords.read(record);
        if (!(message instanceof ResultMessage result)) {
            throw new UnreadableMessage("no result: " + message.getClass().getSimpleName());
        }
        if (result instanceof Heartbeat) {
            return Optional.empty();
        }
        String type = header(record, "ce_type");
        String id = header(record, "ce_id");
        InstanceId instance = instance(result);
        return Optional.of(new RunEvents.Received(
                result.run(),
                id.isEmpty() ? KafkaRecords.where(record) : id,
                type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type,
                instance,
                attempt(result),
                new String(record.value(), StandardCharsets.UTF_8)));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static @Nullable InstanceId instance(ResultMessage message) {
        return switch (message) {
            case InstanceStateChanged m -> m.instance();
            case ItemStateChanged m -> m.instance();
            case InstanceClaimed m -> m.instance();
            case StepStarted m -> m.instance();
            case StepFinished m -> m.instance();
            case TestsFinished m -> m.instance();
            case InstanceFinished m -> m.instance();
            default -> null;
        };
    }

    private static @Nullable Integer attempt(ResultMessage message) {
        return message instanceof TestsFinished tests ? tests.attempt() : null;
    }
}
