package dev.doppel.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process whose root is a directory, as in a container without one: mount and process namespaces of its own, and a new user namespace when
 * not started by root. The network is this machine's. Closing ends it: SIGTERM, and SIGKILL when that does not help for 30 s.
 */
final class Sandbox implements AutoCloseable {
    private static final String SCRIPT = """
            set -e
            root=$1 user=$2 readonly=$3 writable=$4
            shift 4
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            for directory in $writable; do mount -t tmpfs -o mode=1777 tmpfs "$root$directory"; done
            [ "$readonly" = true ] && mount -o remount,bind,ro "$root"
            cd /
            if [ "$user" = same ]; then exec chroot "$root" "$@"; fi
            exec chroot --userspec="$user:$user" "$root" "$@"
            """;

    private final Process process;

    private Sandbox(Process process) {
        this.process = process;
    }

    /**
     * Starts.
     *
     * @param root unpacked file system; directories for mounts are made in it
     * @param readOnly whether the root itself is, as in a cluster
     * @param writable directories that get an empty file system of their own
     * @param log where its output goes
     */
    static Sandbox start(
            Path root,
            int user,
            boolean readOnly,
            List<String> writable,
            List<String> command,
            Map<String, String> environment,
            Path log)
            throws IOException {
        for (String directory : List.of("proc", "dev", "tmp")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (String directory : writable) {
            Path made = Files.createDirectories(root.resolve(directory.substring(1)));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        boolean superuser = "root".equals(System.getProperty("user.name"));
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
        if (!superuser) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("sh", "-c", SCRIPT, "sandbox"));
        words.addAll(List.of(
                root.toAbsolutePath().toString(),
                superuser ? Integer.toString(user) : "same",
                Boolean.toString(readOnly),
                readOnly ? String.join(" ", writable) : ""));
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/opt/java/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        return new Sandbox(builder.start());
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    int await(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + seconds + " s");
        }
        return process.exitValue();
    }

    /** SIGTERM to the program itself: {@code unshare} does not pass it on. */
    void terminate() {
        process.children().forEach(ProcessHandle::destroy);
    }

    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }
}
