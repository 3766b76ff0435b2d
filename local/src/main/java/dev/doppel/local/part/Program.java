package dev.doppel.local.part;

import java.io.IOException;

/** What a {@link Part} runs. Called by the part's own thread. */
public interface Program {
    /**
     * Starts a new process; may wait until it is of use.
     *
     * @throws IOException when it cannot; it is tried again
     */
    Process start() throws IOException;

    /** Whether the process started last can do its work now; quick, and false when in doubt. */
    boolean ready();
}
