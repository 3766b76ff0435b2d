package dev.doppel.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.definition.files.DirectoryTree;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.LocalImagesReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The repository's own examples give no finding at all, so that users copy something clean. */
class ExamplesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("doppel.root", "../..")).resolve("examples");

    @ParameterizedTest
    @ValueSource(strings = {"ecommerce", "polyglot", "llm"})
    void loadsWithoutFindings(String example) throws Exception {
        Submission submission = Submission.of(DirectoryTree.of(ROOT), new Selection(example, ""), LoadOptions.DEFAULT);
        assertThat(submission.result().problems()).isEmpty();
        assertThat(submission.result().definitions()).isNotEmpty();
        Problems problems = new Problems();
        Project project = submission.project();
        assertThat(LocalImagesReader.read(project, problems).images()).isNotEmpty();
        assertThat(problems.list()).isEmpty();
    }

    /** An init file must lie in its own project's .dokkimi folder, so the twins' project has a copy of the shop's two. */
    @ParameterizedTest
    @ValueSource(strings = {"schema.sql", "seed.sql"})
    void bothProjectsOfTheShopHaveTheSameDatabase(String file) throws IOException {
        assertThat(ROOT.resolve(".dokkimi/init").resolve(file))
                .hasSameTextualContentAs(
                        ROOT.resolve("ecommerce/.dokkimi/ecommerce/init").resolve(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout-happy-path.yaml"})
    void aFileFarBelowTheSearchedTreeFindsItsProject(String file) throws IOException {
        Path root = ROOT.getRoot() == null ? ROOT.toAbsolutePath().getRoot() : ROOT.getRoot();
        String cwd = root.relativize(ROOT.toRealPath()).toString();
        String target = "ecommerce/.dokkimi/ecommerce/definitions/" + file;
        LoadResult result =
                DefinitionLoader.load(DirectoryTree.of(root), new Selection(target, cwd), LoadOptions.DEFAULT);
        assertThat(result.definitions())
                .extracting(LoadedDefinition::path)
                .containsExactly(".dokkimi/ecommerce/definitions/" + file);
    }
}
