package dev.doppel.cli.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that makes the platform's namespaces and starts it there. */
final class PlatformCommand {
    private PlatformCommand() {}

    static List<String> words(Directories directories, PlatformForm form, Path runDirectory, boolean training) {
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("--map-root-user");
        }
        command.addAll(List.of(
                "--net",
                "--mount",
                "--pid",
                "--uts",
                "--fork",
                "--",
                "sh",
                directories.home().resolve("local/src/main/sh/platform-init.sh").toString(),
                runDirectory.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Ddoppel.home=" + directories.home(),
                "-Ddoppel.local.run-dir=" + runDirectory,
                "-Djava.io.tmpdir=" + runDirectory.resolve("tmp"),
                "-Ddoppel.local.cache-dir=" + directories.cache(),
                "-Ddoppel.local.aot-dir=" + directories.aotCaches()));
        command.addAll(form.separate() ? separate(directories, form) : together(directories, training));
        return command;
    }

    private static List<String> together(Directories directories, boolean training) {
        Path aot = directories.aotCaches().resolve("platform.aot");
        List<String> words = new ArrayList<>(List.of(
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Ddoppel.local.training=" + training));
        if (training) {
            words.add("-XX:AOTCacheOutput=" + aot);
        } else if (Files.exists(aot)) {
            words.add("-XX:AOTCache=" + aot);
        }
        words.addAll(List.of(
                "-jar", application(directories).resolve("quarkus-run.jar").toString()));
        return words;
    }

    /** The supervisor uses a few of the libraries beside the application, and not the application. */
    private static List<String> separate(Directories directories, PlatformForm form) {
        Path application = application(directories);
        return List.of(
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                application.resolve("app") + "/*:" + application.resolve("lib/main") + "/*:"
                        + application.resolve("lib/boot") + "/*",
                "dev.doppel.local.separate.SeparateMain",
                form.replicas());
    }

    private static Path application(Directories directories) {
        return directories.home().resolve("local/target/quarkus-app");
    }
}
