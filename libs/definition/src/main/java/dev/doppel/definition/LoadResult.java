package dev.doppel.definition;

import dev.doppel.definition.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a selection gave.
 *
 * @param definitions those without errors, in path order
 * @param invalid those with errors; the others still run (spec D-064)
 * @param problems every error and warning of the selection, in file and line order
 * @param env {@code config.env} with command-line overrides
 * @param secretValues values to mask wherever text is shown or stored
 * @param consumed files the selection read, relative to the project root: definitions, fragments, config, init and mounted files
 */
public record LoadResult(
        List<LoadedDefinition> definitions,
        List<InvalidDefinition> invalid,
        List<Problem> problems,
        Map<String, String> env,
        Set<String> secretValues,
        Set<String> consumed) {
    public LoadResult {
        definitions = List.copyOf(definitions);
        invalid = List.copyOf(invalid);
        problems = List.copyOf(problems);
        env = Map.copyOf(env);
        secretValues = Set.copyOf(secretValues);
        consumed = Set.copyOf(consumed);
    }

    /** True when anything is in error, even if other definitions can run. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /**
     * A file that would be a definition but for its errors.
     *
     * @param name as written, or the path when the file could not be read so far
     * @param path relative to the project root
     */
    public record InvalidDefinition(String name, String path, List<Problem> problems) {
        public InvalidDefinition {
            problems = List.copyOf(problems);
        }
    }
}
