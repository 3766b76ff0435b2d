package dev.doppel.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.model.Definition;
import java.util.List;

/**
 * A definition that can run.
 *
 * @param path of its file, relative to the project root
 * @param resolved the document after references and load-time interpolation, with positions under {@code x-at}; this is what
 *     travels between services and {@link DefinitionJson#read} reads again
 * @param files what init files, mounts and twins need, each path once
 */
public record LoadedDefinition(String path, Definition definition, JsonNode resolved, List<FileEntry> files) {
    public LoadedDefinition {
        files = List.copyOf(files);
    }
}
