package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.Selection;
import dev.doppel.definition.problem.Problem;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code cases/} is a project and the problems it must give, word for word. */
class CasesTest {
    static Stream<CaseFile> cases() throws IOException {
        return CaseFile.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesExactlyTheseProblems(CaseFile file) throws IOException {
        LoadResult result = DefinitionLoader.load(file.tree(), Selection.ALL, LoadOptions.DEFAULT);
        String actual = result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
        actual = actual.isBlank() ? "" : actual;
        String summary = "runs: "
                + result.definitions().stream()
                        .map(loaded -> loaded.definition().name())
                        .toList() + "\n" + actual;
        if (Boolean.getBoolean("doppel.golden.write") || "write".equals(System.getProperty("doppel.golden"))) {
            file.rewrite(summary);
        }
        assertThat(summary).isEqualTo(CaseFile.read(file.path()).expected());
        // what runs must be readable again from its resolved document
        result.definitions()
                .forEach(loaded -> assertThat(DefinitionJson.read(loaded.resolved()))
                        .usingRecursiveComparison()
                        .ignoringFieldsOfTypes(dev.doppel.definition.model.SourceRef.class)
                        .isEqualTo(loaded.definition()));
    }
}
