package dev.doppel.scheduler.kubernetes.watch;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Opens the log of one item, to be followed. */
public interface LogSource {
    /**
     * The log from a moment on, each line behind its time; ends when the container has ended or the connection broke.
     *
     * @param since RFC 3339, null for the beginning; lines of the same second come again
     * @throws RuntimeException when the API server does not give it
     */
    Opened open(@Nullable String since);

    /** An open log; closing it ends the reading. */
    interface Opened extends AutoCloseable {
        /** What comes. */
        InputStream in();

        @Override
        void close();
    }
}
