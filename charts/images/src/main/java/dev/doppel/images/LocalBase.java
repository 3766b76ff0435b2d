package dev.doppel.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A base for images from what this machine has: a Java runtime made by jlink, the system's C library as far as that needs it, and the few files
 * by which programs learn who they are. No shell, no package manager.
 */
final class LocalBase {
    private static final String MODULES =
            "java.se,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,"
                    + "jdk.security.auth,jdk.unsupported,jdk.zipfs";
    private static final Pattern LIBRARY = Pattern.compile("(?:=>\\s*|^\\s*)(/\\S+)\\s+\\(0x");

    private LocalBase() {}

    /**
     * Makes the base anew.
     *
     * @param directory becomes the root of the file system
     * @param further programs and libraries whose libraries are needed, too
     */
    static void make(Path directory, List<Path> further) throws IOException {
        Trees.delete(directory);
        Files.createDirectories(directory.resolve("opt"));
        Path home = Path.of(System.getProperty("java.home"));
        Path runtime = directory.resolve("opt/java");
        Programs.run(List.of(
                home.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString()));
        List<Path> needy = new ArrayList<>(further);
        needy.add(runtime.resolve("bin/java"));
        for (Path file : Trees.files(runtime.resolve("lib"))) {
            if (file.getFileName().toString().endsWith(".so")) {
                needy.add(file);
            }
        }
        for (Path library : libraries(needy, directory)) {
            Path target = directory.resolve(library.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(library.toRealPath(), target);
        }
        identity(directory);
    }

    /** Absolute paths outside the directory that the loader would open. What is not there (a desktop's libraries) is left out. */
    static Set<Path> libraries(List<Path> needy, Path directory) throws IOException {
        Set<Path> found = new TreeSet<>();
        List<String> command = new ArrayList<>(List.of("ldd"));
        needy.forEach(file -> command.add(file.toString()));
        for (String line : Programs.output(command).split("\n")) {
            Matcher matcher = LIBRARY.matcher(line);
            if (matcher.find()) {
                Path library = Path.of(matcher.group(1)).normalize();
                if (!library.startsWith(directory)
                        && needy.stream().noneMatch(one -> library.startsWith(one.getParent()))) {
                    found.add(library);
                }
            }
        }
        return found;
    }

    private static void identity(Path directory) throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc"));
        write(etc.resolve("passwd"), """
                root:x:0:0:root:/:/sbin/nologin
                postgres:x:999:999:postgres:/:/sbin/nologin
                kafka:x:1000:1000:kafka:/:/sbin/nologin
                doppel:x:10001:10001:doppel:/:/sbin/nologin
                nonroot:x:65532:65532:nonroot:/:/sbin/nologin
                """);
        write(etc.resolve("group"), """
                root:x:0:
                postgres:x:999:
                kafka:x:1000:
                doppel:x:10001:
                nonroot:x:65532:
                """);
        write(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
