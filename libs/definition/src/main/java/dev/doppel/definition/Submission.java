package dev.doppel.definition;

import dev.doppel.definition.files.Bundles;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Locator;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.read.LocalImagesReader;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client sends: the files that a selection consumes, so that the receiver loads all of the bundle and gets the same
 * definitions. The ignore file stays behind, it has done its work; {@code local.yaml} goes along, what it names does not.
 *
 * @param bundle a zip archive whose root is the project root
 * @param result what loading gave here; overrides of {@code config.env} are not in the bundle and must be sent beside it
 */
public record Submission(Project project, byte[] bundle, LoadResult result) {
    /**
     * Loads a selection and packs it.
     *
     * @throws Locator.NotFound when the target leads nowhere
     * @throws IOException when a file cannot be read or all are too large together
     */
    public static Submission of(FileTree tree, Selection selection, LoadOptions options)
            throws Locator.NotFound, IOException {
        Project project = Locator.locate(tree, selection);
        LoadResult result = DefinitionLoader.load(project, options);
        Set<String> paths = new TreeSet<>(result.consumed());
        LocalImagesReader.NAMES.forEach(name -> paths.add(Paths.join(project.home(), name)));
        return new Submission(project, Bundles.write(project.files(), paths), result);
    }
}
