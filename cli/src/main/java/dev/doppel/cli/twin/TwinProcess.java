package dev.doppel.cli.twin;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.launch.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the process of a standing twin from the class path that the build left. Not thread-safe. */
final class TwinProcess {
    static final String AOT = "twin.aot";
    private static final Duration READY = Duration.ofSeconds(120);
    private static final String MAIN = "dev.doppel.mock.alone.StandingMain";

    private final Directories directories;

    TwinProcess(Directories directories) {
        this.directories = directories;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path aot() {
        return directories.aotCaches().resolve(AOT);
    }

    /** The command line; {@code training} records an AOT cache instead of using one. */
    List<String> command(List<String> arguments, @Nullable String heap, boolean training) {
        List<String> command = options(heap);
        if (training) {
            command.add("-XX:AOTCacheOutput=" + aot());
        } else if (Files.exists(aot())) {
            command.add("-XX:AOTCache=" + aot());
            command.add("-Xlog:aot=off,cds=off");
        }
        return with(command, MAIN, arguments);
    }

    private static List<String> options(@Nullable String heap) {
        return new ArrayList<>(List.of(
                java(),
                "-Xmx" + (heap == null ? "512m" : heap),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                // it is on the class path, and says so on standard error where it is not named
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
    }

    private List<String> with(List<String> command, String main, List<String> arguments) {
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(arguments);
        return command;
    }

    private String classPath() {
        Path library = directories.home().resolve("local/target/quarkus-app/lib");
        List<String> jars = new ArrayList<>();
        for (String part : List.of("main", "boot")) {
            try (Stream<Path> files = Files.list(library.resolve(part))) {
                files.map(Path::toString)
                        .filter(name -> name.endsWith(".jar"))
                        .sorted()
                        .forEach(jars::add);
            } catch (IOException e) {
                throw new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "Doppel is not built: " + library + " is missing. Run ./doppel once without DOPPEL_NO_BUILD.");
            }
        }
        return String.join(":", jars);
    }

    /** Runs it in the foreground, on this terminal, until it ends; returns its exit code. */
    int foreground(List<String> arguments, @Nullable String heap) throws IOException, InterruptedException {
        return foreground(command(arguments, heap, false));
    }

    /** The same with another main class; without the cache of the twin's start. */
    int foreground(String main, List<String> arguments, @Nullable String heap)
            throws IOException, InterruptedException {
        return foreground(with(options(heap), main, arguments));
    }

    /**
     * What another main class prints, which ends by itself; its standard error is ours.
     *
     * @throws CliFailure with its exit code when that is not 0; it has said why
     */
    String output(String main, List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(with(options(null), main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new CliFailure(code == ExitCode.USAGE.code() ? ExitCode.USAGE : ExitCode.ENVIRONMENT, "");
        }
        return text;
    }

    private static int foreground(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread hook = new Thread(() -> {
            process.destroy();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return process.waitFor();
    }

    /**
     * Starts it in the background.
     *
     * @param log receives its output
     * @return its record, once it is ready
     * @throws CliFailure with its output when it ends before that
     */
    TwinRecord background(List<String> arguments, @Nullable String heap, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(command(arguments, heap, false));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        long end = System.nanoTime() + READY.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            Optional<TwinRecord> ready = TwinRecord.all(TwinTarget.records()).stream()
                    .filter(record -> record.pid() == process.pid())
                    .findFirst();
            if (ready.isPresent()) {
                return ready.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
        }
        boolean late = process.isAlive();
        process.destroy();
        String said = Files.readString(log).strip();
        Files.deleteIfExists(log);
        throw new CliFailure(
                !late && process.exitValue() == ExitCode.USAGE.code() ? ExitCode.USAGE : ExitCode.ENVIRONMENT,
                late ? "The twin was not ready after " + READY.toSeconds() + " s:\n" + said : said);
    }

    /** Ends a twin; returns when its process is gone and its ports are free. */
    static void stop(TwinRecord record, Duration limit) {
        Optional<ProcessHandle> handle = ProcessHandle.of(record.pid());
        if (handle.isPresent() && record.lives()) {
            handle.get().destroy();
            long end = System.nanoTime() + limit.toNanos();
            while (record.lives() && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            if (record.lives()) {
                handle.get().destroyForcibly();
                while (record.lives() && System.nanoTime() < end + limit.toNanos()) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }
        }
        record.forget();
    }
}
