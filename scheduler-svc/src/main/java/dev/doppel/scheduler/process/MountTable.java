package dev.doppel.scheduler.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is mounted in this mount namespace, read from {@code /proc/self/mountinfo}. In a user namespace the flags of inherited mounts are
 * locked: whoever makes a bind read-only has to name them again. Immutable.
 */
final class MountTable {
    private static final Set<String> LOCKED =
            Set.of("nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "strictatime");

    private record Mount(Path point, List<String> flags) {}

    private final List<Mount> mounts;

    private MountTable(List<Mount> mounts) {
        this.mounts = List.copyOf(mounts);
    }

    /** Reads lines as of proc(5); what is no such line is passed over. */
    static MountTable parse(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            String[] words = line.split(" ");
            if (words.length > 5) {
                List<String> flags = new ArrayList<>(List.of(words[5].split(",")));
                flags.retainAll(LOCKED);
                mounts.add(new Mount(Path.of(unescape(words[4])), List.copyOf(flags)));
            }
        }
        return new MountTable(mounts);
    }

    /** Options that a read-only bind of this path needs beside {@code ro}. */
    List<String> flagsOf(Path path) {
        Mount best = null;
        for (Mount mount : mounts) {
            // of equal mount points the last one lies on top
            if (path.startsWith(mount.point())
                    && (best == null
                            || mount.point().getNameCount() >= best.point().getNameCount())) {
                best = mount;
            }
        }
        return best == null ? List.of() : best.flags();
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
