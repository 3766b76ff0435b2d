package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.ItemPlan.Limits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Control groups for items that name limits; other items get none, for the kernel does not remove them when the platform is killed. Works
 * where this process may make groups (usually root), with version 2 and 1. Thread-safe.
 *
 * <pre>
 * MOUNT/doppel-PLATFORM/SLOT-ITEM     PLATFORM: number of its PID namespace, the same in every life of this process
 * </pre>
 */
final class Cgroups {
    private static final String PREFIX = "doppel-";
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(2);
    private static final int PERIOD_MICROS = 100_000;

    /** Where a controller's groups are made: {@code memory} and {@code cpu}, to the mount point. */
    private final Map<String, Path> mounts;

    private final boolean unified;
    private final String platform;

    Cgroups(Map<String, Path> mounts, boolean unified, String platform) {
        this.mounts = new TreeMap<>(mounts);
        this.unified = unified;
        this.platform = PREFIX + platform;
    }

    /**
     * Looks at the mounts of this process, and removes empty groups of dead platforms.
     *
     * @param mountinfo text of {@code /proc/self/mountinfo}
     * @param pidNamespace such as {@code pid:[4026531836]}
     */
    static Cgroups find(String mountinfo, String pidNamespace) throws IOException {
        Map<String, Path> first = new TreeMap<>();
        Path second = null;
        for (String line : mountinfo.split("\n")) {
            String[] halves = line.split(" - ", 2);
            String[] words = halves[0].split(" ");
            if (halves.length == 2 && words.length > 4) {
                Path point = Path.of(words[4]);
                if (halves[1].startsWith("cgroup2 ")) {
                    second = point;
                } else if (halves[1].startsWith("cgroup ")) {
                    List<String> options = List.of(
                            halves[1].substring(halves[1].lastIndexOf(' ') + 1).split(","));
                    for (String controller : List.of("memory", "cpu")) {
                        if (options.contains(controller)) {
                            first.put(controller, point);
                        }
                    }
                }
            }
        }
        StringBuilder platform = new StringBuilder();
        pidNamespace.chars().filter(Character::isDigit).forEach(c -> platform.append((char) c));
        boolean unified = second != null && controls(second);
        Cgroups found = unified && second != null
                ? new Cgroups(Map.of("memory", second, "cpu", second), true, platform.toString())
                : new Cgroups(first, false, platform.toString());
        found.removeDead();
        return found;
    }

    private static boolean controls(Path unified) throws IOException {
        Path controllers = unified.resolve("cgroup.subtree_control");
        return Files.isReadable(controllers) && Files.readString(controllers).contains("memory");
    }

    /**
     * Makes the groups of an item.
     *
     * @return directories that its first process joins; empty when there is nothing to limit
     * @throws IOException when this machine does not let us
     */
    List<Path> create(int slot, int item, Limits limits) throws IOException {
        List<Path> groups = new ArrayList<>();
        Integer memory = limits.maxMemoryMiB();
        if (memory != null) {
            Path group = group("memory", slot, item);
            groups.add(group);
            Files.writeString(
                    group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"),
                    Long.toString((long) memory << 20));
            if (unified && Files.exists(group.resolve("memory.swap.max"))) {
                Files.writeString(group.resolve("memory.swap.max"), "0");
            }
        }
        Double cpu = limits.maxCpu();
        if (cpu != null) {
            Path group = group("cpu", slot, item);
            if (!groups.contains(group)) {
                groups.add(group);
            }
            long quota = Math.max(1000, Math.round(cpu * PERIOD_MICROS));
            Files.writeString(
                    group.resolve(unified ? "cpu.max" : "cpu.cfs_quota_us"),
                    unified ? quota + " " + PERIOD_MICROS : Long.toString(quota));
        }
        return groups;
    }

    private Path group(String controller, int slot, int item) throws IOException {
        Path mount = mounts.get(controller);
        if (mount == null) {
            throw new IOException("this machine gives the platform no control group for " + controller);
        }
        Path ours = Files.createDirectories(mount.resolve(platform));
        if (unified) {
            Files.writeString(ours.resolve("cgroup.subtree_control"), "+memory +cpu");
        }
        return Files.createDirectories(ours.resolve(slot + "-" + item));
    }

    /** Whether the kernel killed something in these groups for memory. */
    static boolean outOfMemory(List<Path> groups) {
        for (Path group : groups) {
            for (String file : List.of("memory.events", "memory.oom_control")) {
                if (oomKills(group.resolve(file)) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long oomKills(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring(9).strip()))
                    .sum();
        } catch (IOException | NumberFormatException notThere) {
            return 0;
        }
    }

    /** Removes the groups of an environment whose processes have been killed. */
    void remove(int slot) throws IOException {
        for (Path mount : List.copyOf(mounts.values())) {
            Path ours = mount.resolve(platform);
            if (Files.isDirectory(ours)) {
                for (Path group : below(ours, slot + "-")) {
                    removeWhenEmpty(group);
                }
                removeIfEmpty(ours);
            }
        }
    }

    private void removeDead() throws IOException {
        for (Path mount : List.copyOf(mounts.values())) {
            for (Path other : below(mount, PREFIX)) {
                if (!other.endsWith(platform)) {
                    below(other, "").forEach(Cgroups::removeIfEmpty);
                    removeIfEmpty(other);
                }
            }
        }
    }

    private static List<Path> below(Path directory, String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, prefix + "*")) {
            for (Path one : all) {
                if (Files.isDirectory(one)) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private static void removeWhenEmpty(Path group) throws IOException {
        long end = System.nanoTime() + EMPTY_WITHIN.toNanos();
        while (!removeIfEmpty(group)) {
            if (System.nanoTime() > end) {
                throw new IOException("control group " + group + " still holds processes");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** rmdir; a group that still holds something stays. */
    private static boolean removeIfEmpty(@Nullable Path group) {
        return group == null || group.toFile().delete() || !Files.exists(group);
    }
}
