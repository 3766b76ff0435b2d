package dev.doppel.matching.extract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.template.VariableLookup;
import java.util.List;

/** One rule of an {@code extract} map (spec 6.4). Immutable, thread-safe. */
public final class ExtractRule {
    private ExtractRule() {}

    /**
     * Reads a rule: a path text, or {@code {path, pattern, group}}, {@code {path, transform}}, {@code {from, transform}}.
     *
     * @throws ExtractSyntaxException with what would be right
     */
    public static ExtractRule parse(String variable, JsonNode rule) {
        throw new UnsupportedOperationException();
    }

    /** Keys of the rule that mean nothing, for a warning. */
    public List<String> unknownKeys() {
        throw new UnsupportedOperationException();
    }

    /** Evaluates; expressions in {@code from} use the variables. */
    public Extraction apply(PathScope scope, VariableLookup variables) {
        throw new UnsupportedOperationException();
    }
}
