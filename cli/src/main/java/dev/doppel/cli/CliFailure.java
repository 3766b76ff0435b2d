package dev.doppel.cli;

/** Ends the command with a message for the user and an exit code. */
public final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /**
     * @param exitCode what the shell sees
     * @param message what happened, where, and what to do; may have several lines; empty when a process
     *     that was started has told it
     */
    public CliFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the shell sees. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
