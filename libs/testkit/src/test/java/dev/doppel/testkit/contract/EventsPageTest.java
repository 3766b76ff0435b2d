package dev.doppel.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.codec.MessageTypes;
import dev.doppel.contract.event.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/events.md shows to other systems are records that fit the schemas, one of each type that is for them. */
class EventsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "^`(?<type>dev\\.doppel\\.[a-z.]+)`\n\n```json\n(?<json>.*?)\n```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void eachExampleFitsItsSchemaAndNoTypeLacksOne() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("doppel.root"), "docs/events.md"));
        Map<String, List<String>> problems = new LinkedHashMap<>();
        Matcher examples = EXAMPLE.matcher(page);
        while (examples.find()) {
            MessageTypes.Entry entry = MessageTypes.named(examples.group("type"));
            assertThat(entry).as(examples.group("type")).isNotNull();
            problems.put(
                    entry.name(),
                    ContractCheck.problems(entry, examples.group("json").getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(problems.values()).as("" + problems).allMatch(List::isEmpty);
        assertThat(problems.keySet())
                .containsExactlyElementsOf(MessageTypes.all().stream()
                        .filter(entry ->
                                entry.topic() == Topic.RESULTS || entry.name().equals("dev.doppel.exchange"))
                        .map(MessageTypes.Entry::name)
                        .sorted((a, b) ->
                                Boolean.compare(a.equals("dev.doppel.exchange"), b.equals("dev.doppel.exchange")))
                        .toList());
    }
}
