package dev.doppel.embedded.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as uid 0. In a user namespace of its own it sees another uid while files keep their owner, for root and for an
 * ordinary user alike.
 */
public final class Unprivileged {
    private Unprivileged() {}

    /** The command with what must stand before it; unchanged when this process is not uid 0. */
    public static List<String> command(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.copyOf(command);
        }
        List<String> all = new ArrayList<>(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"));
        all.addAll(command);
        return List.copyOf(all);
    }
}
