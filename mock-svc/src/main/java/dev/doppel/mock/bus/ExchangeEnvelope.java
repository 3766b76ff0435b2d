package dev.doppel.mock.bus;

import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.AttemptId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** CloudEvents headers of exchange records, as the contract's codec writes them; what never changes is encoded once. Thread-safe. */
final class ExchangeEnvelope {
    private final Clock clock;
    private final Header version = header("ce_specversion", "1.0");
    private final Header type;
    private final Header source;
    private final Header content = header("content-type", "application/json");

    ExchangeEnvelope(String source, Clock clock) {
        this.clock = clock;
        this.source = header("ce_source", source);
        String name = MessageTypes.all().stream()
                .filter(entry -> entry.type() == Exchange.class)
                .findFirst()
                .orElseThrow()
                .name();
        this.type = header("ce_type", name);
    }

    /** The record; its id follows from attempt and record number, so a repeated one is known as such. */
    ProducerRecord<String, byte[]> exchange(AttemptId attempt, long recordNumber, byte[] data) {
        String instance = attempt.instance().value();
        String id = attempt.incarnation().value() + "/" + instance + "/" + attempt.number() + "/" + recordNumber;
        return new ProducerRecord<>(
                Topic.EXCHANGES.topicName(),
                null,
                instance,
                data,
                List.of(
                        version,
                        header("ce_id", id),
                        source,
                        type,
                        header("ce_time", clock.instant().toString()),
                        header("ce_subject", instance),
                        content));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
