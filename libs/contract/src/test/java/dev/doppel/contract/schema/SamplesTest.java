package dev.doppel.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.MessageSchemas;
import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples of every message, which this version and all later ones must read and write back; files are added, never changed. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/samples");
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final MessageCodec CODEC = new MessageCodec("/test-svc/test-0", Clock.fixed(NOW, ZoneOffset.UTC));

    record Sample(MessageTypes.Entry entry, String name, byte[] data) {
        JsonNode json() {
            try {
                return MessageCodec.json().readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Message read() throws UnreadableMessage {
            return MessageCodec.decode(entry.name(), data);
        }

        @Override
        public String toString() {
            return entry.name() + "/" + name;
        }
    }

    static Stream<MessageTypes.Entry> types() {
        return MessageTypes.all().stream();
    }

    static Stream<Sample> samples() {
        return types().flatMap(entry -> of(entry).stream());
    }

    private static List<Sample> of(MessageTypes.Entry entry) {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(entry.name()))) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return new Sample(entry, file.getFileName().toString(), Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("there is no sample of " + entry.name() + " in " + SAMPLES, e);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadAndWrittenBack(Sample sample) throws Exception {
        Encoded written = CODEC.encode(sample.read());
        assertThat(MessageCodec.json().readTree(written.data())).isEqualTo(sample.json());
        assertThat(written.topic()).isEqualTo(sample.entry().topic());
        assertThat(written.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", sample.entry().name())
                .containsEntry("ce_source", "/test-svc/test-0")
                .containsEntry("ce_subject", written.key())
                .containsEntry("ce_time", NOW.toString())
                .containsEntry("content-type", "application/json")
                .containsKey("ce_id");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fitsItsSchema(Sample sample) {
        assertThat(schema(sample.entry().name()).validate(sample.json())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aReaderPassesOverFieldsThatItDoesNotKnow(Sample sample) throws Exception {
        JsonNode schema =
                MessageCodec.json().readTree(MessageSchemas.text(sample.entry().name()));
        JsonNode later = sample.json();
        int added = add(later, schema, schema);
        assertThat(added).isPositive();
        Message read =
                MessageCodec.decode(sample.entry().name(), MessageCodec.json().writeValueAsBytes(later));
        assertThat(read).isEqualTo(sample.read());
        assertThat(schema(sample.entry().name()).validate(later)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void samplesTogetherHoldEveryFieldAndLeaveOutEveryOptionalOne(MessageTypes.Entry entry) throws IOException {
        JsonNode schema = MessageCodec.json().readTree(MessageSchemas.text(entry.name()));
        Set<String> unseen = new TreeSet<>(fields("", schema));
        schema.path("$defs").properties().forEach(made -> unseen.addAll(fields(made.getKey(), made.getValue())));
        Set<String> everywhere = new TreeSet<>(fields("", schema));
        schema.path("required").forEach(name -> everywhere.remove("." + name.asText()));
        for (Sample sample : of(entry)) {
            everywhere.removeIf(name -> !sample.json().has(name.substring(1)));
            seen(sample.json(), schema, schema, unseen);
        }
        assertThat(unseen).as("fields of %s that no sample holds", entry.name()).isEmpty();
        assertThat(everywhere).as("optional fields that every sample holds").isEmpty();
    }

    /** Each as {@code TYPE.FIELD}; the message itself is the type without a name. */
    private static Set<String> fields(String type, JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(name -> fields.add(type + "." + name));
        return fields;
    }

    @Test
    void whatIsNoMessageIsRefusedWithItsReason() {
        assertThatThrownBy(() -> MessageCodec.decode("dev.doppel.nothing", "{}".getBytes()))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessage("unknown message type dev.doppel.nothing");
        assertThatThrownBy(() -> MessageCodec.decode("dev.doppel.mark.set", "{\"attempt\":7}".getBytes()))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("data does not fit dev.doppel.mark.set");
    }

    @Test
    void schemasRefuseWhatReadersCannotUse() throws IOException {
        JsonNode sample =
                of(MessageTypes.named("dev.doppel.exchange")).getFirst().json();
        ((ObjectNode) sample).remove("state");
        ((ObjectNode) sample).put("receivedAt", "yesterday");
        ((ObjectNode) sample.path("attempt")).put("instance", "no/id");
        assertThat(schema("dev.doppel.exchange").validate(sample))
                .extracting(problem -> problem.getInstanceLocation().toString())
                .containsExactlyInAnyOrder("", "/receivedAt", "/attempt/instance");
    }

    private static JsonSchema schema(String type) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        MessageSchemas.text(type),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /** Adds a field to each object that a record describes; returns how many. */
    private static int add(JsonNode node, JsonNode described, JsonNode root) {
        JsonNode schema = follow(described, root);
        int added = 0;
        for (JsonNode element : node.isArray() ? node : MessageCodec.json().createArrayNode()) {
            added += add(element, schema.path("items"), root);
        }
        if (node instanceof ObjectNode object && schema.has("properties")) {
            for (var field : object.properties()) {
                added += add(field.getValue(), schema.path("properties").path(field.getKey()), root);
            }
            object.putObject("x-of-a-later-version").put("deep", true);
            added++;
        }
        return added;
    }

    private static void seen(JsonNode node, JsonNode described, JsonNode root, Set<String> unseen) {
        JsonNode schema = follow(described, root);
        for (JsonNode element : node.isArray() ? node : MessageCodec.json().createArrayNode()) {
            seen(element, schema.path("items"), root, unseen);
        }
        if (node.isObject()) {
            String made = described.path("$ref").asText().replaceFirst("^#/\\$defs/", "");
            for (var field : node.properties()) {
                unseen.remove(made + "." + field.getKey());
                JsonNode value = schema.path("properties").has(field.getKey())
                        ? schema.path("properties").path(field.getKey())
                        : schema.path("additionalProperties");
                seen(field.getValue(), value, root, unseen);
            }
        }
    }

    private static JsonNode follow(JsonNode schema, JsonNode root) {
        return schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
    }
}
