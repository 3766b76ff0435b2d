package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test (spec 5.1).
 *
 * @param index from 0, position in the definition
 * @param timeout null = none of its own
 * @param groups what runs one after the other; almost always groups of one step. A group of several comes from the legacy
 *     nested step lists (spec 1.10): its steps run at once and are joined before the next group
 * @param loop null = runs once
 */
public record TestCase(
        int index,
        String name,
        @Nullable String description,
        @Nullable Duration timeout,
        boolean stopOnFailure,
        Map<String, JsonNode> variables,
        List<StepGroup> groups,
        @Nullable Loop loop,
        SourceRef at) {
    public TestCase {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        groups = List.copyOf(groups);
    }

    /** All steps in order of their index. */
    public List<Step> steps() {
        return groups.stream().flatMap(group -> group.steps().stream()).toList();
    }

    /** Steps that run at once; one step in all but legacy files. */
    public record StepGroup(List<Step> steps) {
        public StepGroup {
            steps = List.copyOf(steps);
        }
    }
}
