package dev.doppel.scheduler.process;

import java.util.List;
import java.util.StringTokenizer;

/** How an item's program comes to run without any of the platform's rights. */
sealed interface Privileges {
    /** What stands before the program; {@code processes} is the largest number of processes and threads. */
    List<String> before(int processes);

    /** The uid that the program sees. */
    int uid();

    /** A uid of its own: the platform is root and may take any. */
    record OwnUid(int uid) implements Privileges {
        @Override
        public List<String> before(int processes) {
            return List.of(
                    "prlimit",
                    "--nproc=" + processes,
                    "--",
                    "setpriv",
                    "--reuid=" + uid,
                    "--regid=" + uid,
                    "--clear-groups",
                    "--inh-caps=-all",
                    "--bounding-set=-all",
                    "--no-new-privs",
                    "--");
        }
    }

    /** A user namespace of its own: the platform runs as an ordinary user, and only that user exists in its namespaces. */
    record OwnUserNamespace() implements Privileges {
        private static final int UID = 1000;

        @Override
        public int uid() {
            return UID;
        }

        @Override
        public List<String> before(int processes) {
            // the limit is set inside: there it counts this item only, outside all of the user's processes
            return List.of(
                    "unshare",
                    "--user",
                    "--map-user=" + UID,
                    "--map-group=" + UID,
                    "--",
                    "prlimit",
                    "--nproc=" + processes,
                    "--",
                    "setpriv",
                    "--no-new-privs",
                    "--");
        }
    }

    /** Below this there may be people's accounts. */
    int FIRST_UID = 700_000;

    /** Where only the usual 65,536 ids are mapped, as in a container. */
    int FIRST_UID_MAPPED = 30_000;

    /**
     * What the platform's own uid map allows.
     *
     * @param uidMap text of {@code /proc/self/uid_map}
     * @param number a number of the item that no other item has now
     */
    static Privileges of(String uidMap, int number) {
        long end = 0;
        for (String line : uidMap.split("\n")) {
            StringTokenizer words = new StringTokenizer(line);
            if (words.countTokens() == 3) {
                long first = Long.parseLong(words.nextToken());
                words.nextToken();
                long count = Long.parseLong(words.nextToken());
                if (first <= end) {
                    end = Math.max(end, first + count);
                }
            }
        }
        if (end > FIRST_UID + 2_000_000L) {
            return new OwnUid(FIRST_UID + number);
        }
        return end > 65_000 ? new OwnUid(FIRST_UID_MAPPED + number % 30_000) : new OwnUserNamespace();
    }
}
