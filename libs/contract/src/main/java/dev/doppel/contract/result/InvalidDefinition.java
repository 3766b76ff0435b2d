package dev.doppel.contract.result;

import java.util.List;

/**
 * A definition that was not run because it has errors (spec 12.5).
 *
 * @param name its name, or the file's name
 * @param file relative to the project root
 * @param problems rendered problems, each with file:line:column
 */
public record InvalidDefinition(String name, String file, List<String> problems) {
    public InvalidDefinition {
        problems = List.copyOf(problems);
    }
}
