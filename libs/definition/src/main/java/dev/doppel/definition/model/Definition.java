package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One runnable definition (spec 1.5), resolved and validated. Text with run-time expressions ({@code {{...}}}) stays raw.
 *
 * @param name unique within a selection, 1 to 100 characters
 * @param items in definition order; entries of the short form {@code mocks} come last (spec 4.6 #6); saved requests of the
 *     legacy client are not among them
 * @param tests run one after another, in this order
 * @param variables definition-level variables, any JSON value
 * @param config limits of the run
 * @param settings the {@code x-platform} extension, merged from config.yaml and the definition
 */
public record Definition(
        String name,
        @Nullable String description,
        List<Item> items,
        List<TestCase> tests,
        Map<String, JsonNode> variables,
        Config config,
        Settings settings,
        SourceRef at) {
    public Definition {
        items = List.copyOf(items);
        tests = List.copyOf(tests);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** The item of this name, whatever its type. */
    public Optional<Item> item(String itemName) {
        return items.stream().filter(item -> item.name().equals(itemName)).findFirst();
    }

    /** The items of one type in definition order. */
    public <T extends Item> List<T> items(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Every step of every test in order. */
    public Stream<Step> steps() {
        return tests.stream().flatMap(test -> test.steps().stream());
    }
}
