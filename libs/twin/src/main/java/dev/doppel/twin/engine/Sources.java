package dev.doppel.twin.engine;

import dev.doppel.twin.config.TwinConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog was made from. Immutable.
 *
 * @param parts imported configurations in the order of their merging, the main one last; names as they were merged
 * @param documents imports of OpenAPI documents, also those of imported configurations, paths relative to the main file
 * @param contract what requests are held to beside the imports, or null
 */
public record Sources(
        List<TwinConfig> parts,
        List<TwinConfig.ImportSpec> documents,
        @Nullable Contract contract) {
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
        return new Sources(allParts, allDocuments, contract);
    }
}
