package dev.doppel.testkit.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.MessageSchemas;
import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Holds records against the published schemas, more strictly than readers do: a field that no schema knows is a fault. Thread-safe. */
public final class ContractCheck {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Map<String, JsonSchema> LOADED = new ConcurrentHashMap<>();
    private static final ObjectReader STRICT =
            MessageCodec.json().reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ContractCheck() {}

    /**
     * What is wrong with a record of a topic of messages, one sentence each; empty when nothing is.
     *
     * @param record of any topic but doppel.blobs and doppel.dead, and no tombstone
     */
    public static List<String> problems(ConsumerRecord<String, byte[]> record) {
        List<String> problems = new ArrayList<>();
        String type = header(record, "ce_type");
        MessageTypes.Entry entry = type == null ? null : MessageTypes.named(type);
        if (entry == null) {
            return List.of("ce_type is " + type + ", which MessageTypes does not list");
        }
        boolean masked = record.topic().equals(Topic.PUBLIC_EXCHANGES.topicName()) && entry.type() == Exchange.class;
        if (!masked && !record.topic().equals(entry.topic().topicName())) {
            problems.add(type + " belongs to " + entry.topic().topicName() + ", not to " + record.topic());
        }
        expect(problems, record, "ce_specversion", "1.0");
        expect(problems, record, "content-type", "application/json");
        expect(problems, record, "ce_subject", record.key());
        for (String name : List.of("ce_id", "ce_source")) {
            String value = header(record, name);
            if (value == null || value.isEmpty()) {
                problems.add("has no header " + name);
            }
        }
        try {
            Instant.parse(String.valueOf(header(record, "ce_time")));
        } catch (DateTimeParseException e) {
            problems.add("ce_time is no time: " + e.getParsedString());
        }
        problems.addAll(problems(entry, record.value()));
        return problems;
    }

    /** What is wrong with the data of a message. */
    public static List<String> problems(MessageTypes.Entry entry, byte[] data) {
        List<String> problems = new ArrayList<>();
        try {
            JsonNode json = MessageCodec.json().readTree(data);
            schema(entry.name()).validate(json).forEach(problem -> problems.add(problem.getMessage()));
            STRICT.forType(entry.type()).readValue(data);
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    private static JsonSchema schema(String type) {
        return LOADED.computeIfAbsent(type, name -> SCHEMAS.getSchema(MessageSchemas.text(name), CONFIG));
    }

    private static void expect(List<String> problems, ConsumerRecord<?, ?> record, String name, String value) {
        String found = header(record, name);
        if (!value.equals(found)) {
            problems.add(name + " is " + found + ", not " + value);
        }
    }

    static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
