package dev.doppel.images.cluster;

import dev.doppel.images.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A container as a runtime would start it: network, mount, process, IPC and host name namespaces of its own, the image's files as a read-only root,
 * numeric user and groups, no capability, no new privileges. Memory and processor are not limited. Closing ends it.
 */
final class Container implements AutoCloseable {
    private static final String SCRIPT = """
            set -e
            image_path=$PATH
            PATH=/usr/sbin:/usr/bin:/sbin:/bin
            echo sandbox-ready
            read -r go
            root=$1 address=$2 user=$3 group=$4 groups=$5 mounts=$6 name=$7
            shift 7
            hostname "$name"
            ip link set lo up
            if [ -n "$address" ]; then
                ip address add "$address/16" dev eth0
                ip link set eth0 up
                ip route add default via 10.244.0.1
            fi
            mount --make-rprivate /
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=755 tmpfs "$root/dev"
            for node in null zero full random urandom; do
                : > "$root/dev/$node"
                mount --bind "/dev/$node" "$root/dev/$node"
            done
            ln -s /proc/self/fd "$root/dev/fd"
            : > "$root/dev/termination-log"
            chmod 666 "$root/dev/termination-log"
            mkdir "$root/dev/shm"
            mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/dev/shm"
            while read -r kind from to options; do
                case $kind in
                    empty) mount -t tmpfs -o "$options" tmpfs "$root$to" ;;
                    given) mount --bind "$from" "$root$to"; mount -o remount,bind,ro "$root$to" ;;
                    shared) mount --bind "$from" "$root$to" ;;
                esac
            done < "$mounts"
            mount -o remount,bind,ro "$root"
            chroot=$(command -v chroot)
            setpriv=$(command -v setpriv)
            export PATH="$image_path"
            exec "$setpriv" --no-new-privs --inh-caps=-all --bounding-set=-all,+sys_chroot,+setuid,+setgid \\
                "$chroot" --userspec="$user:$group" --groups="$groups" "$root" "$@"
            """;

    /**
     * What is in the way of the image's files.
     *
     * @param from directory or file of this machine; null for an empty file system
     * @param to where
     * @param writable whether {@code from} is shown as it is, and not read-only
     */
    record Mount(Path from, String to, boolean writable) {
        Mount(Path from, String to) {
            this(from, to, false);
        }
    }

    /**
     * What is to run.
     *
     * @param name its pod's
     * @param address empty for none: then it has no network but its own loopback
     * @param group also the owner of empty file systems
     */
    record Wanted(
            String name,
            Path root,
            String address,
            long user,
            long group,
            List<Mount> mounts,
            List<String> command,
            Map<String, String> environment) {}

    private static int cables;

    private final Process process;
    private final Thread output;

    private Container(Process process, Thread output) {
        this.process = process;
        this.output = output;
    }

    /** @param log where its output goes */
    static Container start(Wanted wanted, Path log) throws IOException {
        List<String> table = new ArrayList<>();
        for (Mount mount : wanted.mounts()) {
            Path point = wanted.root().resolve(mount.to().substring(1));
            if (mount.from() == null || Files.isDirectory(mount.from())) {
                Files.createDirectories(point);
            } else if (!Files.exists(point)) {
                Files.createDirectories(point.getParent());
                Files.createFile(point);
            }
            table.add(
                    mount.from() == null
                            ? "empty - " + mount.to() + " mode=2777,gid=" + wanted.group()
                            : (mount.writable() ? "shared " : "given ") + mount.from() + " " + mount.to());
        }
        for (String directory : List.of("proc", "dev")) {
            Files.createDirectories(wanted.root().resolve(directory));
        }
        Path mounts = log.resolveSibling(wanted.name() + ".mounts");
        Files.write(mounts, table);
        String group = Long.toString(wanted.group());
        List<String> words =
                new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork"));
        words.addAll(List.of(
                "--kill-child=SIGKILL",
                "sh",
                "-c",
                SCRIPT,
                "container",
                wanted.root().toString()));
        words.addAll(List.of(wanted.address(), Long.toString(wanted.user()), group, group, mounts.toString()));
        words.add(wanted.name());
        words.addAll(wanted.command());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(wanted.environment());
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = said.readLine();
        if (!"sandbox-ready".equals(first)) {
            throw new IOException(wanted.name() + " has no namespaces: " + first);
        }
        if (!wanted.address().isEmpty()) {
            String cable = "v" + ++cables;
            Programs.run(List.of(
                    "ip",
                    "link",
                    "add",
                    cable,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "address",
                    hardware(wanted.address()),
                    "netns",
                    "" + process.pid()));
            Programs.run(List.of("ip", "link", "set", cable, "master", "cni0", "up"));
        }
        // reading a pipe holds the carrier of a virtual thread
        Thread output = Thread.ofPlatform().daemon().start(() -> copy(said, log));
        try (OutputStream in = process.getOutputStream()) {
            in.write("go\n".getBytes(StandardCharsets.US_ASCII));
        }
        return new Container(process, output);
    }

    /** A container that is started again in its pod keeps the pod's network, and its neighbours know it by this. */
    private static String hardware(String address) {
        StringBuilder words = new StringBuilder("02:00");
        for (String number : address.split("\\.")) {
            words.append(":%02x".formatted(Integer.parseInt(number)));
        }
        return words.toString();
    }

    private static void copy(BufferedReader said, Path log) {
        try (said;
                var out = Files.newBufferedWriter(log)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                out.write(line);
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            // it was ended while it spoke
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Lines of {@code /proc/PID/status} of the program. */
    List<String> status() throws IOException {
        long program = process.children().findFirst().orElseThrow().pid();
        return Files.readAllLines(Path.of("/proc/" + program + "/status"));
    }

    /** The code it ends with; all of its output is in the log then. */
    int await(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + seconds + " s");
        }
        output.join();
        return process.exitValue();
    }

    /** SIGKILL to everything in it. */
    void kill() {
        close();
    }

    /** SIGTERM to the program. */
    void terminate() {
        process.children().forEach(ProcessHandle::destroy);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
