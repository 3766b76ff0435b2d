package dev.doppel.scheduler.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the provider found out about this machine once, before its first environment. Immutable.
 *
 * @param state its directory
 * @param host what of the root directory items may see
 * @param table what is mounted here
 * @param cgroups for items with limits
 * @param uidMap the platform's own, from {@code /proc/self/uid_map}
 * @param jdk the platform's JDK
 */
record Machine(StateDirectory state, HostDirectories host, MountTable table, Cgroups cgroups, String uidMap, Path jdk) {
    /** @throws IOException also when this process does not live in namespaces of the platform's own */
    static Machine find(Path stateDirectory) throws IOException {
        if (!Network.isOurs(Files.readString(Path.of("/proc/self/net/dev")))) {
            throw new IOException(
                    "the process provider works only inside the platform's own namespaces, and this network namespace"
                            + " has links that are not Doppel's: start the platform with ./doppel, which makes them");
        }
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        HostDirectories host = HostDirectories.of(Path.of("/"));
        return new Machine(
                StateDirectory.prepare(stateDirectory, host),
                host,
                MountTable.parse(mounts),
                Cgroups.find(
                        mounts,
                        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString()),
                Files.readString(Path.of("/proc/self/uid_map")),
                Path.of(System.getProperty("java.home")).toRealPath());
    }
}
