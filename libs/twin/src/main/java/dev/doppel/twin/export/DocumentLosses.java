package dev.doppel.twin.export;

import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.value.Values;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of imported OpenAPI documents does not stand in the one that is written. Confined to one export. */
final class DocumentLosses {
    private static final Set<String> WRITTEN = Set.of("openapi", "swagger", "info", "paths", "components");
    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "delete", "patch", "head", "options", "parameters", "$ref");

    private final List<Problem> losses;

    DocumentLosses(List<Problem> losses) {
        this.losses = losses;
    }

    /** @param moved for each document, its references that were taken along */
    void of(Catalog catalog, Map<Object, Map<String, String>> moved) {
        Set<ApiDocument> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Mock mock : catalog.mocks().values()) {
            if (mock.source() instanceof Mock.Imported imported
                    && seen.add(imported.operation().document())) {
                ApiDocument document = imported.operation().document();
                document(imported.from().source(), document, moved.getOrDefault(document, Map.of()));
            }
        }
    }

    private void document(String source, ApiDocument document, Map<String, String> taken) {
        Map<String, Object> root = document.root();
        if (document.swagger2()) {
            lost(source, "", "its operations are written as examples: the schemas of Swagger 2.0 are left out");
            return;
        }
        root.keySet().stream()
                .filter(key -> !WRITTEN.contains(key))
                .forEach(key -> lost(source, "/" + key, key + " is left out"));
        Values.mapOrEmpty(root.get("components")).forEach((kind, group) -> {
            long unused = Values.mapOrEmpty(group).keySet().stream()
                    .filter(name -> !taken.containsKey("#/components/" + kind + "/" + name))
                    .count();
            if (unused > 0) {
                lost(
                        source,
                        "/components/" + kind,
                        unused + " of " + Values.mapOrEmpty(group).size() + " " + kind
                                + ", which no operation refers to, are left out");
            }
        });
        Values.mapOrEmpty(root.get("paths"))
                .forEach((path, item) -> Values.mapOrEmpty(item).forEach((key, value) -> {
                    String place = "/paths/" + escaped(path) + "/" + key;
                    if (!METHODS.contains(key)) {
                        lost(source, place, "is left out");
                    } else if (value instanceof Map<?, ?> operation && operation.containsKey("security")) {
                        lost(source, place + "/security", "is left out");
                    }
                }));
    }

    private static String escaped(String text) {
        return text.replace("~", "~0").replace("/", "~1");
    }

    private void lost(String source, String pointer, String message) {
        losses.add(new Problem(Problem.Severity.WARNING, "export-document", source, pointer, 0, 0, message));
    }
}
