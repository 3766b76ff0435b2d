package dev.doppel.scheduler.environment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told by a provider what happens in one environment. Calls for one item come in order; implementations return quickly. */
public interface EnvironmentObserver {
    /** One line of an item's output, without its end, cut at 16 KiB. */
    void console(String item, String stream, String line, Instant at);

    /** Lines were given up because the item wrote faster than they could be taken. */
    void consoleDropped(String item, long lines);

    /**
     * An item that does not run yet has its own address: interception may know it from now on. Only where addresses are not fixed beforehand;
     * may come again with another address before the item runs.
     */
    void addressed(String item, String address);

    /** Something slow goes on: extracting an engine, running init files. For the live tree. */
    void progress(String item, String what);

    /** What an item can try in vain. */
    enum Refused {
        /** To reach an address that no route leads to: a literal IP address outside its environment. */
        NO_ROUTE,
        /** To connect by TCP to a port that nobody serves, its own loopback included. */
        TCP_PORT,
        /** To send by UDP to a port that nobody serves, its own loopback included. */
        UDP_PORT
    }

    /**
     * The item tried what environments refuse; said again from time to time while it goes on.
     *
     * @param times how often since it was started
     */
    void refused(String item, Refused what, long times);

    /**
     * The item's main process ended without being asked to.
     *
     * @param exitCode 0 to 255, or 128 + signal
     * @param reason such as {@code out of memory} or {@code killed by signal 9}, null when nothing more is known
     * @param lastLines up to 50 last console lines, oldest first
     */
    void exited(String item, int exitCode, @Nullable String reason, List<String> lastLines);
}
