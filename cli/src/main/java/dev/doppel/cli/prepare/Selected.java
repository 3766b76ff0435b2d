package dev.doppel.cli.prepare;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.definition.DefinitionLoader;
import dev.doppel.definition.LoadOptions;
import dev.doppel.definition.LoadResult;
import dev.doppel.definition.files.Bundles;
import dev.doppel.definition.files.DirectoryTree;
import dev.doppel.definition.files.Locator;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.read.LocalImagesReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a target argument selected, loaded and checked on this side so that errors show at once; the platform resolves it again.
 *
 * @param root the project root on this machine
 * @param project its files
 * @param loaded definitions and problems
 */
public record Selected(Path root, Project project, LoadResult loaded) {
    /**
     * Loads.
     *
     * @param target as typed, null for what is near the working directory
     * @throws CliFailure when nothing is found
     */
    public static Selected load(
            @Nullable String target, Path workingDirectory, Map<String, String> env, boolean strict) {
        try {
            DirectoryTree whole = DirectoryTree.of(Path.of("/"));
            String here = workingDirectory.toRealPath().toString().substring(1);
            Project project = Locator.locate(whole, new Selection(target, here));
            LoadOptions options = LoadOptions.DEFAULT.withEnv(env).asStrict(strict);
            return new Selected(Path.of("/" + project.root()), project, DefinitionLoader.load(project, options));
        } catch (Locator.NotFound e) {
            throw new CliFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The working directory cannot be read: " + e.getMessage());
        }
    }

    /** Name of the project for folders and displays. */
    public String name() {
        Path last = root.getFileName();
        return folderName(last == null ? "root" : last.toString());
    }

    /** A project's name, fit for a folder whoever chose it. */
    public static String folderName(String project) {
        String name = project.replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() || name.startsWith(".") ? "project" + name : name;
    }

    /** A zip of every file the selection read, and the mapping of images; paths are relative to the project root. */
    public byte[] bundle() {
        Set<String> paths = new TreeSet<>(loaded.consumed());
        for (String mapping : LocalImagesReader.NAMES) {
            String path = project.home().isEmpty() ? mapping : project.home() + "/" + mapping;
            if (project.files().isFile(path)) {
                paths.add(path);
            }
        }
        try {
            return Bundles.write(project.files(), paths);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The project cannot be read: " + e.getMessage());
        }
    }
}
