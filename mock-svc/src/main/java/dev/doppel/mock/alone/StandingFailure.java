package dev.doppel.mock.alone;

/** A twin that cannot be started; the message is for the user. */
public final class StandingFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** Whose fault it is, and so what the process exits with. */
    public enum Cause {
        /** The configuration or an option. */
        USAGE(2),
        /** This machine: a port in use, a folder that cannot be written. */
        ENVIRONMENT(3);

        private final int exitCode;

        Cause(int exitCode) {
            this.exitCode = exitCode;
        }

        /** What the shell sees. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Cause kind;

    StandingFailure(Cause kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Whose fault. */
    public Cause kind() {
        return kind;
    }
}
