package dev.doppel.cli.prepare;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.definition.files.FileTree;
import dev.doppel.definition.files.Glob;
import dev.doppel.definition.local.LocalImage;
import dev.doppel.definition.local.LocalImages;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Program;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Worker;
import dev.doppel.definition.problem.Problems;
import dev.doppel.definition.read.LocalImagesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the {@code build} commands of {@code local.yaml} whose inputs changed since they last succeeded (spec 12.7), or of whose outputs one is
 * gone, as the user.
 */
public final class LocalBuilds {
    private static final int SHOWN_LINES = 30;
    private static final int MAX_DEPTH = 40;
    /** Marks of another form are those of a build that has to be repeated. */
    private static final String MARK_FORMAT = "2 ";

    private final Selected selected;
    private final Path marks;
    private final Consumer<String> say;

    private LocalBuilds(Selected selected, Path marks, Consumer<String> say) {
        this.selected = selected;
        this.marks = marks;
        this.say = say;
    }

    private record Build(List<String> command, List<String> inputs, String workdir) {}

    /**
     * Builds what the selected definitions need; the same command for several images runs once.
     *
     * @param state where marks of successful builds lie
     * @throws CliFailure when a build fails, with its last lines
     */
    public static void run(Selected selected, Path state, Consumer<String> say) {
        LocalImages images = LocalImagesReader.read(selected.project(), new Problems());
        Map<Build, String> wanted = new LinkedHashMap<>();
        selected.loaded().definitions().stream()
                .flatMap(loaded -> loaded.definition().items().stream())
                .flatMap(item -> image(item).stream())
                .distinct()
                .forEach(image -> images.find(image)
                        .ifPresent(local -> build(local).ifPresent(build -> wanted.putIfAbsent(build, image))));
        LocalBuilds builds = new LocalBuilds(selected, state.resolve("builds"), say);
        wanted.forEach(builds::build);
    }

    private static Optional<String> image(Item item) {
        Program program = switch (item) {
            case Service service -> service.program();
            case Worker worker -> worker.program();
            default -> null;
        };
        return program == null ? Optional.empty() : Optional.ofNullable(program.image());
    }

    private static Optional<Build> build(LocalImage local) {
        List<String> command = local.build();
        return command == null ? Optional.empty() : Optional.of(new Build(command, local.inputs(), local.workdir()));
    }

    private void build(Build build, String image) {
        String key = hash(selected.root() + "\0" + build.command() + "\0" + build.workdir());
        Path mark = marks.resolve(key);
        String inputs = MARK_FORMAT + inputsDigest(build);
        try {
            if (!build.inputs().isEmpty() && Files.exists(mark)) {
                List<String> known = Files.readAllLines(mark);
                if (!known.isEmpty()
                        && known.getFirst().equals(inputs)
                        && BuildOutputs.allThere(selected.root(), known.subList(1, known.size()))) {
                    return;
                }
            }
            String shown = String.join(" ", build.command());
            say.accept("Building " + image + " and what is built with it (" + shown + ") ...");
            Instant begin = Instant.now();
            long start = System.nanoTime();
            execute(build, shown);
            say.accept(String.format("Built in %.1f s", (System.nanoTime() - start) / 1e9));
            List<String> lines = new ArrayList<>(List.of(inputs));
            lines.addAll(BuildOutputs.writtenSince(selected.root(), begin));
            Files.createDirectories(marks);
            Files.write(mark, lines);
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "The build command of local.yaml, " + build.command() + ", cannot be run: " + e.getMessage());
        }
    }

    private void execute(Build build, String shown) throws IOException {
        Path log = Files.createTempFile("doppel-build", ".log");
        try {
            ProcessBuilder process = new ProcessBuilder(build.command())
                    .directory(selected.root().resolve(build.workdir()).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            process.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process running = process.start();
            running.getOutputStream().close();
            int code = running.waitFor();
            if (code != 0) {
                throw new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "The build command of local.yaml failed with exit code " + code + ": " + shown + "\n"
                                + tail(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.CANCELLED, "interrupted while building");
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static String tail(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
        }
    }

    /** Digest over path and content of every input file, so that a change, an addition and a removal each count. */
    private String inputsDigest(Build build) {
        List<Glob> globs = build.inputs().stream()
                .map(input -> Glob.of(input, Glob.Dialect.PATH))
                .toList();
        TreeSet<String> files = new TreeSet<>();
        collect(selected.project().files(), "", 0, globs, files);
        StringBuilder all = new StringBuilder();
        for (String file : files) {
            try {
                byte[] content = selected.project().files().read(file, Integer.MAX_VALUE - 16);
                all.append(file)
                        .append('\0')
                        .append(hash(new String(content, StandardCharsets.ISO_8859_1)))
                        .append('\n');
            } catch (IOException e) {
                all.append(file).append("\0unreadable\n");
            }
        }
        return hash(all.toString());
    }

    private static void collect(FileTree tree, String directory, int depth, List<Glob> globs, TreeSet<String> files) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (String name : tree.list(directory)) {
            String path = directory.isEmpty() ? name : directory + "/" + name;
            if (name.equals("target") || name.equals("node_modules") || name.equals(".git")) {
                continue;
            }
            switch (tree.look(path)) {
                case FileTree.Lookup.Directory found
                when !found.linked() -> collect(tree, path, depth + 1, globs, files);
                case FileTree.Lookup.RegularFile found
                when globs.stream().anyMatch(glob -> glob.matches(path)) -> files.add(path);
                default -> {
                    // nothing to build from
                }
            }
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
