package dev.doppel.scheduler.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is mounted where to make an item's root, as one table for {@code mount -a -T}, so that one process does it all. Paths of the state
 * directory are relative to it. Pure.
 *
 * <pre>
 * root                = overlay of the item's files over an empty skeleton, read-only
 * root/usr, opt, ...  = this machine's, read-only; with the item's files over them where it mounts some there
 * root/etc            = the item's resolv.conf, hosts, ... over this machine's
 * root/doppel/jdk, project, trust/...  read-only binds;   root/tmp, dev/shm  memory of its own;   root/proc  its own
 * </pre>
 */
final class MountPlan {
    static final String ROOT = "root";
    static final String SKELETON = "skeleton";
    static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");

    private final MountTable table;
    private final Path state;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param state the state directory, absolute
     * @param files the item's directory below it, relative
     * @param covered top directories for which the item has files of its own, below {@code files/over}
     */
    MountPlan(MountTable table, Path state, String files, HostDirectories host, Set<String> covered, int tmpMebibytes) {
        this.table = table;
        this.state = state;
        line("overlay", "", "overlay", "ro,lowerdir=" + files + "/root:" + SKELETON);
        for (String name : host.directories()) {
            if (covered.contains(name)) {
                line("overlay", name, "overlay", "ro,lowerdir=" + files + "/over/" + name + ":/" + name);
            } else {
                bind(Path.of("/", name), name);
            }
        }
        String size = ",size=" + tmpMebibytes + "m";
        line("tmpfs", "tmp", "tmpfs", "nosuid,nodev,mode=1777" + size);
        line("tmpfs", "run", "tmpfs", "nosuid,nodev,mode=1777,size=64m");
        line("tmpfs", "dev/shm", "tmpfs", "nosuid,nodev,noexec,mode=1777" + size);
        for (String device : DEVICES) {
            line("/dev/" + device, "dev/" + device, "none", "bind");
        }
        line("proc", "proc", "proc", "nosuid,nodev,noexec");
    }

    /** Adds a read-only bind of a directory or file of this machine. */
    MountPlan bind(Path source, String target) {
        List<String> options = new ArrayList<>(List.of("rbind", "ro"));
        options.addAll(table.flagsOf(source));
        line(source.toString(), target, "none", String.join(",", options));
        return this;
    }

    /** The table. */
    String text() {
        return String.join("\n", lines) + "\n";
    }

    private void line(String source, String target, String type, String options) {
        Path at = state.resolve(ROOT).resolve(target);
        lines.add(escape(source) + " " + escape(at.toString()) + " " + type + " " + escape(options) + " 0 0");
    }

    /** As of fstab(5): blanks as octal. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == ' ' || c == '\t' || c == '\n' || c == '\\' || c == '#') {
                out.append('\\').append(String.format("%03o", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
