package dev.doppel.definition;

import dev.doppel.definition.LoadResult.InvalidDefinition;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Locator;
import dev.doppel.definition.files.Project;
import dev.doppel.definition.files.Selection;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.DefinitionReader;
import dev.doppel.definition.resolve.ProjectConfig;
import dev.doppel.definition.resolve.Resolver;
import dev.doppel.definition.resolve.Sources;
import dev.doppel.definition.tree.Annotations;
import dev.doppel.definition.tree.Json;
import dev.doppel.definition.tree.ListNode;
import dev.doppel.definition.tree.MapNode;
import dev.doppel.definition.tree.Node;
import dev.doppel.definition.tree.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Loads a selection: files to definitions, in the order of spec 1.9. Never throws on what files contain; every finding is a
 * problem with its place. Thread-safe: a call keeps all its state to itself.
 */
public final class DefinitionLoader {
    private final Project project;
    private final LoadOptions options;
    private final Sources sources;
    private final Problems all = new Problems();
    private final List<LoadedDefinition> definitions = new ArrayList<>();
    private final List<InvalidDefinition> invalid = new ArrayList<>();
    private final Set<String> consumed = new TreeSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private Map<String, String> env = Map.of();

    private DefinitionLoader(Project project, LoadOptions options) {
        this.project = project;
        this.options = options;
        this.sources = new Sources(project);
    }

    /**
     * Loads what a target selects.
     *
     * @param tree where target and working directory are looked up; references cannot leave the project found in it
     */
    public static LoadResult load(FileTree tree, Selection selection, LoadOptions options) {
        try {
            return load(Locator.locate(tree, selection), options);
        } catch (Locator.NotFound notFound) {
            return nothing(String.valueOf(notFound.getMessage()));
        }
    }

    /** Loads a project that was located before. Paths in the result are relative to the project root. */
    public static LoadResult load(Project project, LoadOptions options) {
        return new DefinitionLoader(project, options).load();
    }

    private static LoadResult nothing(String message) {
        Problem problem =
                new Problem(Problem.Severity.ERROR, "nothing-found", new SourceRef("", 0, 0), "", message, "");
        return new LoadResult(List.of(), List.of(), List.of(problem), Map.of(), Set.of(), Set.of());
    }

    private LoadResult load() {
        Problems configProblems = new Problems();
        ProjectConfig config = ProjectConfig.read(sources, configProblems);
        if (config.file() != null) {
            consumed.add(config.file());
        }
        List<Problem> aboutConfig = graded(configProblems.list());
        all.addAll(aboutConfig);
        env = new HashMap<>(config.env());
        env.putAll(options.env());
        secrets.addAll(ProjectConfig.secretValues(env, config.platform()));
        boolean configBroken = aboutConfig.stream().anyMatch(Problem::isError);
        Resolver resolver = new Resolver(sources, env, config.platform());
        for (String path : project.candidates()) {
            file(path, configBroken ? aboutConfig : List.of(), resolver);
        }
        if (definitions.isEmpty() && invalid.isEmpty()) {
            all.error(
                    "nothing-found",
                    new SourceRef(project.home(), 0, 0),
                    "",
                    "no definition found in '" + (project.home().isEmpty() ? "." : project.home()) + "'",
                    "a definition is a YAML or JSON file with a text 'name' and a list 'items'");
        }
        List<Problem> sorted = all.list().stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.at().file())
                        .thenComparing(problem -> problem.at().line())
                        .thenComparing(problem -> problem.at().column()))
                .toList();
        return new LoadResult(definitions, invalid, sorted, env, secrets, consumed);
    }

    private void file(String path, List<Problem> configProblems, Resolver resolver) {
        Problems problems = new Problems();
        Optional<Node> root = sources.parse(path, problems);
        if (root.isEmpty()) {
            if (project.filter().accepts(project.inHome(path), "")) {
                reject(path, path, problems.list());
            }
            return;
        }
        boolean named = project.candidates().size() == 1;
        if (!(root.get() instanceof MapNode document) || !isDefinition(document)) {
            if (problems.hasErrors() && project.filter().accepts(project.inHome(path), "")) {
                reject(path, path, problems.list());
            } else {
                fragment(path, root.get(), named);
            }
            return;
        }
        String name = document.get("name") instanceof ScalarNode scalar ? scalar.source() : "";
        if (!project.filter().accepts(project.inHome(path), name)) {
            return;
        }
        problems.addAll(configProblems);
        definition(path, name, document, resolver, problems);
    }

    private static boolean isDefinition(MapNode document) {
        return document.get("name") instanceof ScalarNode name
                && name.isText()
                && document.get("items") instanceof ListNode;
    }

    /** A file that is no definition: silence, unless it was named alone or is nearly one. */
    private void fragment(String path, Node root, boolean named) {
        boolean tests = root instanceof MapNode map && map.has("tests");
        if (tests && project.filter().accepts(project.inHome(path), "")) {
            all.warning(
                    "no-definition",
                    root.at(),
                    "",
                    "the file has 'tests' but is no definition and is not run",
                    "a definition has a text 'name' and a list 'items'");
        } else if (named) {
            all.warning(
                    "no-definition",
                    root.at(),
                    "",
                    path + " is a fragment, not a definition",
                    "a definition has a text 'name' and a list 'items'");
        }
    }

    private void definition(String path, String name, MapNode written, Resolver resolver, Problems problems) {
        Resolver.Resolved resolved = resolver.resolve(path, written, problems);
        consumed.addAll(resolved.consumed());
        Annotations notes = new Annotations();
        Definition definition = resolved.document().fields().isEmpty()
                ? null
                : DefinitionReader.read(
                        resolved.document(), options.capabilities(), problems, notes, resolved.twinTables());
        String first = name.isEmpty() ? null : names.putIfAbsent(name, path);
        if (first != null) {
            problems.error(
                    "duplicate-definition",
                    nameAt(written),
                    "name",
                    "a definition called '" + name + "' is already in " + first,
                    "give each definition a name of its own");
        }
        List<Problem> found = graded(problems.list());
        if (definition == null || found.stream().anyMatch(Problem::isError)) {
            reject(name, path, found);
            return;
        }
        all.addAll(found);
        if (resolved.document().get("x-platform") instanceof MapNode platform) {
            secrets.addAll(ProjectConfig.secretValues(env, platform));
        }
        definitions.add(new LoadedDefinition(path, definition, Json.of(resolved.document(), notes), resolved.files()));
    }

    private static SourceRef nameAt(MapNode document) {
        @Nullable Node name = document.get("name");
        return name == null ? document.at() : name.at();
    }

    private void reject(String name, String path, List<Problem> problems) {
        all.addAll(problems);
        consumed.add(path);
        invalid.add(new InvalidDefinition(name, path, problems));
    }

    private List<Problem> graded(List<Problem> problems) {
        return options.strict()
                ? problems.stream()
                        .map(problem -> problem.code().equals("unknown-key") ? problem.asError() : problem)
                        .toList()
                : problems;
    }
}
