package dev.doppel.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageSchemas;
import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.id.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published schemas are those of the records. {@code -Dgolden.update=true} writes them anew, but for changes that would break a reader
 * or a record of before.
 */
class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Path.of("src/main/resources");

    static Stream<MessageTypes.Entry> types() {
        return MessageTypes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void publishedSchemaIsTheRecords(MessageTypes.Entry entry) throws IOException {
        ObjectNode schema = RecordSchema.of(entry);
        Path file = RESOURCES.resolve(MessageSchemas.resource(entry.name()));
        if (Boolean.getBoolean("golden.update")) {
            if (Files.exists(file)) {
                assertThat(Incompatible.changes(JSON.readTree(file.toFile()), schema))
                        .as("%s must get a new name, or the change must be another", entry.name())
                        .isEmpty();
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, pretty(schema));
            return;
        }
        assertThat(file)
                .as("a schema for %s; write it with -Dgolden.update=true", entry.name())
                .exists();
        assertThat(Files.readString(file))
                .as("-Dgolden.update=true writes it anew")
                .isEqualTo(pretty(schema));
        assertThat(MessageSchemas.text(entry.name())).isEqualTo(pretty(schema));
    }

    @Test
    void noSchemaIsLeftOfATypeThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(MessageSchemas.FOLDER))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            types().map(entry -> entry.name() + ".schema.json").toList());
        }
        assertThatThrownBy(() -> MessageSchemas.text("dev.doppel.nothing"))
                .hasMessageContaining("dev.doppel.nothing.schema.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "run-1", "A.b_C-9", "", "a b", "a/b", "ü"})
    void idsAreWhatTheirPatternSays(String value) {
        boolean allowed = Pattern.matches(RecordSchema.ID_PATTERN, value);
        if (allowed) {
            assertThat(new RunId(value).value()).isEqualTo(value);
        } else {
            assertThatThrownBy(() -> new RunId(value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat("x".repeat(100)).matches(RecordSchema.ID_PATTERN);
        assertThatThrownBy(() -> new RunId("x".repeat(101))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeThatBreaksIsNamed() {
        ObjectNode before = RecordSchema.of(entry("dev.doppel.exchange"));

        ObjectNode after = before.deepCopy();
        properties(after).putObject("added").put("type", "string");
        ((ArrayNode) after.at("/$defs/Exchange.State/enum")).add("PAUSED");
        after.put("description", "other words");
        assertThat(Incompatible.changes(before, after)).isEmpty();

        properties(after).remove("tiedWith");
        properties(after).putObject("durationMicros").put("type", "string");
        ((ArrayNode) after.path("required")).add("added");
        ((ArrayNode) after.at("/$defs/Exchange.State/enum")).remove(0);
        ((ArrayNode) after.at("/$defs/CapturedBody/required")).remove(0);
        assertThat(Incompatible.changes(before, after))
                .containsExactlyInAnyOrder(
                        "tiedWith is gone: records of before hold it",
                        "durationMicros was {\"type\":\"integer\"} and would be {\"type\":\"string\"}",
                        "added would be required: records of before lack it",
                        "Exchange.State. loses the value OPEN",
                        "CapturedBody.size would be optional: readers of before count on it");
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.path("properties");
    }

    private static MessageTypes.Entry entry(String name) {
        return types().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
    }

    private static String pretty(ObjectNode schema) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return JSON.writer(printer).writeValueAsString(schema) + "\n";
    }

    @Test
    void everyTypeAndEveryFieldSaysWhatItMeans() {
        List<String> silent = new ArrayList<>();
        types().forEach(entry -> {
            ObjectNode schema = RecordSchema.of(entry);
            silent(entry.name(), schema, silent);
            schema.path("$defs").properties().forEach(made -> silent(made.getKey(), made.getValue(), silent));
        });
        assertThat(silent).isEmpty();
    }

    private static void silent(String where, JsonNode schema, List<String> into) {
        if (!schema.has("description")) {
            into.add(where);
        }
        schema.path("properties").properties().stream()
                .filter(property -> !property.getValue().has("description"))
                .forEach(property -> into.add(where + " " + property.getKey()));
    }
}
