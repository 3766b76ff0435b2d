package dev.doppel.contract.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.doppel.contract.event.Message;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Messages to and from CloudEvents 1.0 in binary mode with JSON data. Unknown fields are ignored, so that an older reader survives a newer
 * writer; unknown types are {@link UnreadableMessage}. Thread-safe.
 */
public final class MessageCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(1000)
                        .maxStringLength(20_000_000)
                        .build());
    }

    private final String source;
    private final Clock clock;

    /**
     * @param source {@code ce_source} of what this codec writes, such as {@code /mock-svc/mock-0}
     * @param clock for {@code ce_time}
     */
    public MessageCodec(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The mapper that defines our JSON: exact decimals, ISO-8601 times, absent for null. Do not reconfigure. */
    public static ObjectMapper json() {
        return JSON;
    }

    /** Encodes a registered message; a message that Jackson cannot write is a fault of ours. */
    public Encoded encode(Message message) {
        MessageTypes.Entry entry = MessageTypes.of(message);
        Map<String, String> headers = LinkedHashMap.newLinkedHashMap(8);
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_source", source);
        headers.put("ce_type", entry.name());
        headers.put("ce_time", clock.instant().toString());
        headers.put("ce_subject", message.key());
        headers.put("content-type", "application/json");
        try {
            return new Encoded(entry.topic(), message.key(), headers, JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + entry.name(), e);
        }
    }

    /**
     * @param type value of the header {@code ce_type}
     * @param data record value
     * @throws UnreadableMessage for an unknown type or data that does not fit it
     */
    public static Message decode(String type, byte[] data) throws UnreadableMessage {
        MessageTypes.Entry entry = MessageTypes.named(type);
        if (entry == null) {
            throw new UnreadableMessage("unknown message type " + type);
        }
        try {
            return JSON.readValue(data, entry.type());
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableMessage("data does not fit " + type + ": " + e.getMessage(), e);
        }
    }
}
