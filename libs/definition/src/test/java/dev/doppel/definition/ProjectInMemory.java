package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.read.Capabilities;
import java.util.HashMap;
import java.util.Map;

/** A project in memory that a test fills and loads. */
abstract class ProjectInMemory {
    private static final String API = """
            type: SERVICE
            name: api
            image: shop/api:1
            port: 8080
            healthCheck: /health
            env:
              - { name: A, value: one }
              - { name: B, value: two }
            """;

    final Map<String, String> files = new HashMap<>();

    LoadResult load() {
        return load(LoadOptions.DEFAULT);
    }

    LoadResult load(LoadOptions options) {
        files.put(".dokkimi/shared/api.yaml", API);
        return DefinitionLoader.load(MemoryTree.ofTexts(files), Selection.ALL, options);
    }

    Definition only() {
        LoadResult result = load(new LoadOptions(Map.of(), false, Capabilities.ALL));
        assertThat(result.problems().stream().filter(Problem::isError)).isEmpty();
        assertThat(result.definitions()).hasSize(1);
        LoadedDefinition loaded = result.definitions().getFirst();
        assertThat(DefinitionJson.read(loaded.resolved()))
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(dev.doppel.definition.model.SourceRef.class)
                .isEqualTo(loaded.definition());
        return loaded.definition();
    }

    void definition(String yaml) {
        files.put(".dokkimi/a.yaml", "name: a\n" + yaml);
    }

    Step step(String yaml) {
        definition("items:\n  - $ref: shared/api.yaml\n  - { type: DATABASE, name: db, database: postgres }\n"
                + "tests:\n  - name: t\n    steps:\n" + yaml.indent(6));
        return only().tests().getFirst().steps().getFirst();
    }
}
