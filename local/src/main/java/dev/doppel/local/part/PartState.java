package dev.doppel.local.part;

import java.nio.file.Path;

/**
 * How a part is, for people. Immutable.
 *
 * @param name such as {@code mock-0}
 * @param service such as {@code mock}
 * @param status what it does now
 * @param pid its process in the platform's own numbering, 0 when there is none
 * @param restarts how often it ended by itself and was started again
 * @param lastEnd how it ended last, empty when it never did
 * @param log where its output goes
 */
public record PartState(String name, String service, Status status, long pid, int restarts, String lastEnd, Path log) {
    /** STARTING until it is ready; UNREADY when it was and says that it cannot work now; DOWN between an end and the next start; LEAVING when it was told to stop for good. */
    public enum Status {
        STARTING,
        READY,
        UNREADY,
        DOWN,
        LEAVING,
        GONE
    }
}
