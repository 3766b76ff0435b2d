package dev.doppel.scheduler.submission;

import dev.doppel.definition.DefinitionLoader;
import dev.doppel.definition.LoadOptions;
import dev.doppel.definition.LoadResult;
import dev.doppel.definition.LoadedDefinition;
import dev.doppel.definition.files.BundleException;
import dev.doppel.definition.files.Bundles;
import dev.doppel.definition.files.Locator;
import dev.doppel.definition.files.MemoryTree;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.local.LocalImages;
import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.LocalImagesReader;
import dev.doppel.scheduler.store.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a bundle: definitions, their problems, and the mapping of images to local commands. Thread-safe. */
public final class ProjectReader {
    private final long maxBytes;
    private final boolean localCommands;

    /**
     * @param maxBytes largest bundle taken
     * @param localCommands whether {@code local.yaml} means anything here: only with the provider {@code process}
     */
    public ProjectReader(long maxBytes, boolean localCommands) {
        this.maxBytes = maxBytes;
        this.localCommands = localCommands;
    }

    /**
     * What a submission holds.
     *
     * @param result of the whole selection
     * @param definitions those that will run
     * @param problems all findings, those of {@code local.yaml} included
     * @param localImages how images are run here
     */
    record Read(
            LoadResult result,
            List<LoadedDefinition> definitions,
            List<Problem> problems,
            List<RunOptions.LocalImage> localImages) {}

    Read read(SubmissionRequest request) throws Rejected {
        if (request.bundle().length > maxBytes) {
            throw new Rejected(
                    Rejected.Kind.BUNDLE_TOO_LARGE,
                    "the bundle has " + request.bundle().length + " bytes; at most " + maxBytes + " are taken",
                    List.of());
        }
        Project project = project(request);
        LoadResult result = DefinitionLoader.load(
                project, LoadOptions.DEFAULT.withEnv(request.env()).asStrict(request.strict()));
        List<Problem> problems = new ArrayList<>(result.problems());
        List<RunOptions.LocalImage> images = localCommands ? images(project, problems) : unused(project, problems);
        List<LoadedDefinition> definitions = result.definitions().stream()
                .filter(d -> request.only().isEmpty()
                        || request.only().contains(d.definition().name()))
                .toList();
        if (request.strict() && problems.stream().anyMatch(Problem::isError)) {
            throw new Rejected(Rejected.Kind.STRICT, "the submission is strict and has errors", errors(problems));
        }
        if (definitions.isEmpty()) {
            throw new Rejected(
                    Rejected.Kind.INVALID,
                    result.definitions().isEmpty()
                            ? "no definition of the bundle can run"
                            : "no definition that can run is called " + String.join(" or ", request.only()),
                    errors(problems));
        }
        return new Read(result, definitions, problems, images);
    }

    private static Project project(SubmissionRequest request) throws Rejected {
        try {
            MemoryTree tree = Bundles.read(request.bundle());
            return Locator.locate(tree, new Selection(request.target(), request.cwd()));
        } catch (BundleException e) {
            throw new Rejected(
                    e.code().equals("bundle-too-large") ? Rejected.Kind.BUNDLE_TOO_LARGE : Rejected.Kind.BUNDLE,
                    String.valueOf(e.getMessage()),
                    List.of());
        } catch (Locator.NotFound e) {
            throw new Rejected(Rejected.Kind.INVALID, String.valueOf(e.getMessage()), List.of());
        }
    }

    private static List<RunOptions.LocalImage> images(Project project, List<Problem> problems) throws Rejected {
        Problems found = new Problems();
        LocalImages images = LocalImagesReader.read(project, found);
        problems.addAll(found.list());
        if (found.list().stream().anyMatch(Problem::isError)) {
            throw new Rejected(
                    Rejected.Kind.INVALID, "the mapping of images to local commands has errors", errors(found.list()));
        }
        return images.images().stream()
                .map(image -> {
                    Map<String, String> env = new LinkedHashMap<>();
                    for (EnvVar variable : image.env()) {
                        env.put(variable.name(), variable.value());
                    }
                    return new RunOptions.LocalImage(image.match(), image.command(), image.workdir(), env);
                })
                .toList();
    }

    /** Whoever maps images to commands is told that images are run here (definition spec 12.7). */
    private static List<RunOptions.LocalImage> unused(Project project, List<Problem> problems) {
        for (String name : LocalImagesReader.NAMES) {
            String file = project.home().isEmpty() ? name : project.home() + "/" + name;
            if (project.files().isFile(file)) {
                problems.add(new Problem(
                        Problem.Severity.WARNING,
                        "not-used",
                        new SourceRef(file, 0, 0),
                        "",
                        "the mapping of images to local commands is not used: this platform runs images",
                        "every image that a definition names must be one that it can pull"));
            }
        }
        return List.of();
    }

    private static List<Problem> errors(List<Problem> problems) {
        return problems.stream().filter(Problem::isError).toList();
    }
}
