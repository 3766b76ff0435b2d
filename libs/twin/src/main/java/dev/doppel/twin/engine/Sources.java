package dev.doppel.twin.engine;

import dev.doppel.twin.config.TwinConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What a catalog was made from. Immutable.
 *
 * @param parts imported configurations in the order of their merging, the main one last; names as they were merged
 * @param documents imports of OpenAPI documents, also those of imported configurations, paths relative to the main file
 */
public record Sources(List<TwinConfig> parts, List<TwinConfig.ImportSpec> documents) {
    public Sources {
        parts = List.copyOf(parts);
        documents = List.copyOf(documents);
    }

    /** These and, after them, others. */
    Sources and(Sources more) {
        List<TwinConfig> allParts = new ArrayList<>(more.parts);
        allParts.addAll(parts);
        List<TwinConfig.ImportSpec> allDocuments = new ArrayList<>(documents);
        allDocuments.addAll(more.documents);
        return new Sources(allParts, allDocuments);
    }
}
