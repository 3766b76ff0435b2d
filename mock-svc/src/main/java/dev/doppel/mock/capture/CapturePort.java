package dev.doppel.mock.capture;

/** Takes records on their way to the log. Called from event loops: returns at once. Thread-safe. */
public interface CapturePort {
    /**
     * Hands a record over.
     *
     * @return false when it was given up; its number then stays missing
     */
    boolean offer(Captured record);
}
