package dev.doppel.twin;

import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code examples/twins/sdk-node} with the SDKs that its lock file names, installed once into the target folder. */
final class NodeSdk {
    private static final Path SOURCE = Twins.root().resolve("examples/twins/sdk-node");
    private static final Path TARGET =
            Path.of(System.getProperty("user.dir")).resolve("target/sdk-node").toAbsolutePath();

    /** What a script told of one case. */
    record Case(String name, boolean passed, String error, List<String> calls) {}

    private NodeSdk() {}

    /** Runs one script against a twin; skipped aloud where there is no Node or no registry, a failure where {@code CI=true}. */
    static List<Case> run(String script, String twinUrl) {
        install();
        Ran ran = command(120, Map.of("TWIN_URL", twinUrl), "node", script);
        List<Case> cases = new ArrayList<>();
        for (String line : ran.output().split("\n")) {
            if (line.startsWith("{\"case\"")) {
                Map<String, Object> told = Values.mapOrEmpty(Json.parse(line.getBytes()));
                cases.add(new Case(
                        Values.show(told.get("case")),
                        Boolean.TRUE.equals(told.get("ok")),
                        Values.show(told.get("error")),
                        Values.listOrEmpty(told.get("calls")).stream()
                                .map(Values::show)
                                .toList()));
            }
        }
        if (ran.code() != 0 || cases.isEmpty()) {
            throw new AssertionError("node " + script + " ended with " + ran.code() + ":\n" + ran.output());
        }
        return cases;
    }

    /** Distinct methods of the client that the cases called. */
    static TreeSet<String> methods(List<Case> cases) {
        TreeSet<String> out = new TreeSet<>();
        cases.forEach(c -> out.addAll(c.calls()));
        return out;
    }

    private static synchronized void install() {
        try {
            for (String tool : List.of("node", "npm")) {
                if (onPath(tool) == null) {
                    without(tool + " is not on the PATH");
                }
            }
            Files.createDirectories(TARGET);
            try (var files = Files.list(SOURCE)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, TARGET.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            String wanted = Files.readString(SOURCE.resolve("package-lock.json"));
            Path installed = TARGET.resolve("node_modules/.installed-lock");
            if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
                return;
            }
            Ran ran = command(
                    300,
                    Map.of(),
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline",
                    "--loglevel=error");
            if (ran.code() != 0) {
                without("npm could not install what package-lock.json names:\n" + ran.output());
            }
            Files.writeString(installed, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void without(String why) {
        Skips.skip("the Node SDKs are not tried: " + why);
    }

    private static @org.jspecify.annotations.Nullable File onPath(String tool) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            File file = new File(folder, tool);
            if (file.canExecute()) {
                return file;
            }
        }
        return null;
    }

    private record Ran(int code, String output) {}

    private static Ran command(int seconds, Map<String, String> env, String... words) {
        try {
            Path log = Files.createTempFile(TARGET, words[0], ".log");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(TARGET.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(env);
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ran(-1, "no end after " + seconds + " s\n" + Files.readString(log));
            }
            String output = Files.readString(log);
            Files.delete(log);
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
