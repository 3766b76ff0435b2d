package dev.doppel.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.Capabilities;
import dev.doppel.definition.read.DefinitionReader;
import dev.doppel.definition.tree.Annotations;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.MapNode;
import java.util.Map;
import java.util.stream.Collectors;

/** The resolved document as services exchange it. */
public final class DefinitionJson {
    private DefinitionJson() {}

    /**
     * Reads a resolved document again, with the parser that validated it. Decimals must have been read exactly
     * ({@code USE_BIG_DECIMAL_FOR_FLOATS}) to stay exact.
     *
     * @throws IllegalArgumentException when the document has errors; the message lists them
     */
    public static Definition read(JsonNode resolved) {
        if (!(Json.tree(resolved, SourceRef.UNKNOWN) instanceof MapNode document)) {
            throw new IllegalArgumentException("a resolved definition is an object, this is " + resolved.getNodeType());
        }
        Problems problems = new Problems();
        Definition definition =
                DefinitionReader.read(document, Capabilities.ALL, problems, new Annotations(), Map.of());
        if (definition == null) {
            throw new IllegalArgumentException("the resolved definition has errors: "
                    + problems.list().stream()
                            .filter(Problem::isError)
                            .limit(20)
                            .map(Problem::toString)
                            .collect(Collectors.joining(" | ")));
        }
        return definition;
    }
}
