package dev.doppel.definition.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds project, home directory and candidate files for a target (spec 1.1, 1.2). */
public final class Locator {
    /** The names the definitions' directory may have; the first that exists is used. */
    public static final List<String> HOMES = List.of(".dokkimi", ".doppel");

    /** More candidates than this are a mistake, such as a target at the root of a disk. */
    public static final int MAX_FILES = 20_000;

    private static final int MAX_DEPTH = 40;
    private static final Set<String> RESERVED = Set.of(
            "config.yaml", "config.yml", "config.json", "registries.yaml", "registries.yml", "local.yaml", "local.yml");

    private final FileTree tree;

    private Locator(FileTree tree) {
        this.tree = tree;
    }

    /** A target that leads nowhere; the message is for people. */
    public static final class NotFound extends Exception {
        private static final long serialVersionUID = 1L;

        NotFound(String message) {
            super(message);
        }
    }

    /**
     * Interprets a target.
     *
     * @throws NotFound when there is no project or no file
     */
    public static Project locate(FileTree tree, Selection selection) throws NotFound {
        return new Locator(tree).locate(selection);
    }

    private Project locate(Selection selection) throws NotFound {
        String cwd = selection.cwd();
        String target = selection.target();
        if (target == null || target.isEmpty()) {
            String home = nearestHome(cwd).orElseThrow(() -> noHome(cwd));
            return scan(home, Paths.inside(home, cwd) ? cwd : home, (path, name) -> true);
        }
        Optional<String> path = Paths.resolve(target.startsWith("/") ? "" : cwd, withoutLeadingSlashes(target));
        if (path.isPresent() && isDefinitionName(path.get()) && tree.isFile(path.get())) {
            return single(path.get(), cwd);
        }
        if (path.isPresent() && tree.isDirectory(path.get())) {
            return directory(path.get());
        }
        String home = nearestHome(cwd).orElseThrow(() -> noHome(cwd));
        return scan(home, home, TargetPattern.of(target));
    }

    private static String withoutLeadingSlashes(String path) {
        int i = 0;
        while (i < path.length() && path.charAt(i) == '/') {
            i++;
        }
        return path.substring(i);
    }

    private Project directory(String directory) throws NotFound {
        Optional<String> child = homeIn(directory);
        if (child.isPresent()) {
            return scan(child.get(), child.get(), (path, name) -> true);
        }
        Optional<String> around = homeAround(directory);
        return scan(around.orElse(directory), directory, (path, name) -> true);
    }

    private Project single(String file, String cwd) {
        Optional<String> home = homeAround(Paths.parent(file));
        String root = home.map(Paths::parent).orElse(Paths.inside(cwd, file) ? cwd : Paths.parent(file));
        return new Project(
                tree.below(root),
                root,
                home.map(found -> Paths.relativize(root, found)).orElse(""),
                List.of(Paths.relativize(root, file)),
                (path, name) -> true);
    }

    private Project scan(String home, String from, Project.Filter filter) throws NotFound {
        boolean named = HOMES.contains(Paths.base(home));
        String root = named ? Paths.parent(home) : home;
        IgnoreRules ignore = ignoreRules(home);
        List<String> found = new ArrayList<>();
        collect(from, home, 0, found);
        List<String> candidates = found.stream()
                .filter(file -> !ignore.ignores(Paths.relativize(home, file)))
                .map(file -> Paths.relativize(root, file))
                .sorted()
                .toList();
        return new Project(tree.below(root), root, named ? Paths.base(home) : "", candidates, filter);
    }

    private void collect(String directory, String home, int depth, List<String> found) throws NotFound {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (String name : tree.list(directory)) {
            String path = Paths.join(directory, name);
            if (name.startsWith(".") || reserved(Paths.relativize(home, path))) {
                continue;
            }
            switch (tree.look(path)) {
                case FileTree.Lookup.Directory(boolean linked) -> {
                    if (!linked) {
                        collect(path, home, depth + 1, found);
                    }
                }
                case FileTree.Lookup.RegularFile file -> {
                    if (isDefinitionName(name)) {
                        found.add(path);
                    }
                }
                case FileTree.Lookup.Absent absent -> {}
                case FileTree.Lookup.Outside outside -> {}
            }
            if (found.size() > MAX_FILES) {
                throw new NotFound("more than " + MAX_FILES + " files below '" + home
                        + "'; name a smaller directory or exclude some in .dokignore");
            }
        }
    }

    private static boolean reserved(String inHome) {
        return RESERVED.contains(inHome) || inHome.equals("baselines");
    }

    private IgnoreRules ignoreRules(String home) throws NotFound {
        String file = Paths.join(home, ".dokignore");
        if (!tree.isFile(file)) {
            return IgnoreRules.NONE;
        }
        try {
            String text = new String(tree.read(file, 64 * 1024), StandardCharsets.UTF_8);
            if (text.lines().count() > IgnoreRules.MAX_LINES) {
                throw new NotFound(file + " has more than " + IgnoreRules.MAX_LINES + " lines; use patterns");
            }
            return IgnoreRules.parse(text);
        } catch (IOException unreadable) {
            throw new NotFound("the ignore file cannot be read: " + unreadable.getMessage());
        }
    }

    static boolean isDefinitionName(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
    }

    private Optional<String> homeIn(String directory) {
        return HOMES.stream()
                .map(name -> Paths.join(directory, name))
                .filter(tree::isDirectory)
                .findFirst();
    }

    /** The home directory that holds the directory or is it. */
    private static Optional<String> homeAround(String directory) {
        for (String at = directory; !at.isEmpty(); at = Paths.parent(at)) {
            if (HOMES.contains(Paths.base(at))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private Optional<String> nearestHome(String cwd) {
        Optional<String> around = homeAround(cwd);
        if (around.isPresent()) {
            return around;
        }
        for (String at = cwd; ; at = Paths.parent(at)) {
            Optional<String> child = homeIn(at);
            if (child.isPresent() || at.isEmpty()) {
                return child;
            }
        }
    }

    private static NotFound noHome(String cwd) {
        return new NotFound("no .dokkimi directory in '" + (cwd.isEmpty() ? "." : cwd)
                + "' or above it; 'doppel init' creates one");
    }
}
