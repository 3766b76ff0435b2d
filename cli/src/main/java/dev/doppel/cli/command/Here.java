package dev.doppel.cli.command;

import dev.doppel.cli.client.PlatformClient;
import dev.doppel.cli.launch.Directories;
import dev.doppel.cli.launch.PlatformAddress;
import java.nio.file.Path;
import java.util.Optional;

/** What commands know of where they run. */
final class Here {
    private Here() {}

    static Directories directories() {
        return Directories.of(home(), System.getenv());
    }

    /** The checkout or installation; the script names it. */
    static Path home() {
        return Path.of(System.getProperty("doppel.home", ".")).toAbsolutePath().normalize();
    }

    /** The user's working directory; the script keeps it. */
    static Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    static Optional<PlatformAddress> platformThatIsUp() {
        return PlatformAddress.find(directories().platformFile());
    }

    static boolean ready(PlatformAddress address) {
        try (PlatformClient client = new PlatformClient(address)) {
            return client.ready();
        }
    }
}
