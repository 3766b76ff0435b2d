package dev.doppel.scheduler.process;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.scheduler.environment.EnvironmentProvider.Existing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the provider keeps on disk, so that a later life of this process finds what an earlier one made.
 *
 * <pre>
 * item-init.sh, skeleton/, root/                  the same for all items
 * env/INSTANCE~ATTEMPT/slot                       written before anything else of the environment is made
 * env/INSTANCE~ATTEMPT/N/{fstab,root/,over/}      files of item N
 * </pre>
 */
final class StateDirectory {
    private final Path path;

    private StateDirectory(Path path) {
        this.path = path;
    }

    /** Makes what is the same for all items. */
    static StateDirectory prepare(Path wanted, HostDirectories host) throws IOException {
        Path path = Files.createDirectories(wanted.toAbsolutePath().normalize()).toRealPath();
        StateDirectory state = new StateDirectory(path);
        Files.createDirectories(path.resolve("env"));
        Files.createDirectories(path.resolve(MountPlan.ROOT));
        Path skeleton = path.resolve(MountPlan.SKELETON);
        List<String> directories = new ArrayList<>(host.directories());
        directories.addAll(
                List.of("proc", "tmp", "run", "dev/shm", ".old", "var/lib", "var/log", "ca-bundle", "doppel/trust"));
        directories.addAll(List.of("doppel/jdk", "doppel/project", "doppel/engine", "doppel/template", "doppel/init"));
        for (String directory : directories) {
            Files.createDirectories(skeleton.resolve(directory));
        }
        List<String> files = new ArrayList<>(List.of("doppel/trust/ca.pem", "doppel/trust/ca-bundle.pem"));
        files.addAll(List.of("doppel/trust/truststore.p12", "doppel/database-init.sh"));
        MountPlan.DEVICES.forEach(device -> files.add("dev/" + device));
        for (String file : files) {
            if (!Files.exists(skeleton.resolve(file))) {
                Files.createFile(skeleton.resolve(file));
            }
        }
        host.links().forEach((name, target) -> link(skeleton.resolve(name), target));
        link(skeleton.resolve("dev/fd"), "/proc/self/fd");
        link(skeleton.resolve("dev/stdin"), "/proc/self/fd/0");
        link(skeleton.resolve("dev/stdout"), "/proc/self/fd/1");
        link(skeleton.resolve("dev/stderr"), "/proc/self/fd/2");
        link(skeleton.resolve("var/tmp"), "/tmp");
        link(skeleton.resolve("var/run"), "/run");
        readable(skeleton);
        for (String script : List.of("item-init.sh", "database-init.sh")) {
            copyResource(script, path.resolve(script));
        }
        return state;
    }

    Path path() {
        return path;
    }

    Path script(String name) {
        return path.resolve(name);
    }

    /** An engine's template that every item's uid can read; copied from the cache when first asked for. */
    synchronized Path template(DatabaseEngines.Engine engine, Path cache) throws IOException {
        Path template = path.resolve("template-" + engine.version());
        if (!Files.isDirectory(template)) {
            Path made = engine.template(cache);
            Path fresh = path.resolve("template-" + engine.version() + ".new");
            delete(fresh);
            Tool.run(List.of("cp", "-a", "--reflink=auto", made.toString(), fresh.toString()), "");
            Tool.run(List.of("chmod", "-R", "a+rX", fresh.toString()), "");
            Files.move(fresh, template);
        }
        return template;
    }

    /** Directory of one attempt's environment. */
    Path environment(InstanceId instance, int attempt) {
        return path.resolve("env").resolve(instance.value() + "~" + attempt);
    }

    /** Everything that is remembered. */
    List<Existing> existing() throws IOException {
        try (Stream<Path> all = Files.list(path.resolve("env"))) {
            return all.map(one -> one.getFileName().toString())
                    .filter(name -> name.indexOf('~') > 0)
                    .map(name -> new Existing(
                            new InstanceId(name.substring(0, name.indexOf('~'))),
                            Integer.parseInt(name.substring(name.indexOf('~') + 1))))
                    .toList();
        }
    }

    void rememberSlot(Path environment, int slot) throws IOException {
        Files.createDirectories(environment);
        Files.writeString(environment.resolve("slot"), Integer.toString(slot));
    }

    /** The slot of an environment; empty when it is not remembered, or was cut off before anything was made. */
    Optional<Integer> slot(Path environment) throws IOException {
        try {
            String text = Files.readString(environment.resolve("slot")).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Removes a directory with everything in it; follows no link. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void readable(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(one, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private static void link(Path at, String target) {
        try {
            if (!Files.isSymbolicLink(at)) {
                Files.createSymbolicLink(at, Path.of(target));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copyResource(String name, Path target) throws IOException {
        try (InputStream in = StateDirectory.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing: a fault of the build");
            }
            Files.write(target, in.readAllBytes());
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
