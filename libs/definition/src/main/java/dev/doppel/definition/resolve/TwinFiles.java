package dev.doppel.definition.resolve;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Paths;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problem;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.TwinLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A twin's configuration and every file that it names, found by loading it with the engine that will serve it: what cannot be loaded is a
 * finding with its place in the twin's own files. Nothing outside the project can be read. Confined to one load.
 */
final class TwinFiles {
    private static final long MAX_FILE = 10L * 1024 * 1024;
    private static final int MAX_FILES = 500;
    private static final int MAX_WARNINGS = 10;

    /** References to other documents; found in the text because documents are followed only when they are asked. */
    private static final Pattern OTHER_DOCUMENT = Pattern.compile("[\"']?\\$ref[\"']?\\s*:\\s*[\"']?([^#\"'\\s:,}]+)");

    /**
     * What a configuration is.
     *
     * @param files paths of everything it needs, itself included
     * @param tables names of its tables, empty when it cannot be loaded
     */
    record Loaded(Set<String> files, Set<String> tables, List<Problem> problems) {}

    private final FileTree tree;
    private final String config;
    private final String directory;
    private final Set<String> read = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private TwinFiles(FileTree tree, String config) {
        this.tree = tree;
        this.config = config;
        this.directory = Paths.parent(config);
    }

    static Loaded load(FileTree tree, String config, Map<String, String> env) {
        TwinFiles twin = new TwinFiles(tree, config);
        Set<String> tables = new TreeSet<>();
        try {
            String text = new String(twin.project(config), StandardCharsets.UTF_8);
            FileResolver files = twin::relative;
            Catalog catalog = TwinEngine.load(
                            config, text, files, TwinOptions.defaults().withEnv(env::get))
                    .catalog();
            tables.addAll(catalog.tables().keySet());
            catalog.warnings().stream().limit(MAX_WARNINGS).forEach(w -> twin.add(w, Problem.Severity.WARNING));
            catalog.mocks().values().forEach(twin::bodies);
        } catch (TwinLoadException broken) {
            broken.problems().forEach(p -> twin.add(p, Problem.Severity.ERROR));
        } catch (IOException unreadable) {
            twin.add(config, 0, 0, "", "cannot be read: " + unreadable.getMessage());
        }
        twin.follow();
        return new Loaded(twin.read, tables, twin.problems);
    }

    private byte[] relative(String path) throws IOException {
        String found = Paths.resolve(directory, path)
                .filter(p -> !path.startsWith("/"))
                .orElseThrow(() -> new IOException("'" + path
                        + "' lies outside the project; put the file inside and name it relative to " + config));
        return project(found);
    }

    private byte[] project(String path) throws IOException {
        switch (tree.look(path)) {
            case FileTree.Lookup.RegularFile file -> {
                byte[] content = tree.read(path, MAX_FILE);
                read.add(path);
                return content;
            }
            case FileTree.Lookup.Directory d -> throw new IOException("'" + path + "' is a directory, not a file");
            case FileTree.Lookup.Outside outside ->
                throw new IOException(
                        "'" + path + "' is a link that leaves the project; replace it by the file itself");
            case FileTree.Lookup.Absent absent ->
                throw new IOException("'" + path + "' does not exist; paths are relative to " + config);
        }
    }

    /** Bodies in files are read when they are answered with: here they must exist. */
    private void bodies(Mock mock) {
        if (mock.source() instanceof Mock.Written(MockSpec spec) && spec.answer() instanceof MockSpec.Replies replies) {
            for (MockSpec.Reply reply : replies.replies()) {
                String file = reply.bodyFile();
                if (file != null) {
                    try {
                        relative(file);
                    } catch (IOException e) {
                        add(config, 0, 0, spec.pointer(), "bodyFile: " + e.getMessage());
                    }
                }
            }
        }
    }

    /** Documents that the read ones refer to, as far as they exist; those that do not are reported by whoever needs them. */
    private void follow() {
        ArrayDeque<String> open = new ArrayDeque<>(read);
        Set<String> seen = new HashSet<>(read);
        while (!open.isEmpty() && seen.size() < MAX_FILES) {
            String path = open.poll();
            String lower = path.toLowerCase(Locale.ROOT);
            if (!(lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json"))) {
                continue;
            }
            try {
                Matcher refs = OTHER_DOCUMENT.matcher(new String(tree.read(path, MAX_FILE), StandardCharsets.UTF_8));
                while (refs.find()) {
                    Optional<String> other = Paths.resolve(Paths.parent(path), refs.group(1));
                    if (other.isPresent() && tree.isFile(other.get()) && seen.add(other.get())) {
                        read.add(other.get());
                        open.add(other.get());
                    }
                }
            } catch (IOException unreadable) {
                add(path, 0, 0, "", "cannot be read: " + unreadable.getMessage());
            }
        }
    }

    private void add(dev.doppel.twin.load.Problem p, Problem.Severity severity) {
        problems.add(new Problem(
                severity, "twin", new SourceRef(p.file(), p.line(), p.column()), p.pointer(), p.message(), ""));
    }

    private void add(String file, int line, int column, String pointer, String message) {
        problems.add(
                new Problem(Problem.Severity.ERROR, "twin", new SourceRef(file, line, column), pointer, message, ""));
    }
}
