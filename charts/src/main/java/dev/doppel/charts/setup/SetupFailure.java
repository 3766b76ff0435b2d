package dev.doppel.charts.setup;

/** Why the job cannot do its work, in words for who installs the chart. */
public final class SetupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SetupFailure(String message) {
        super(message);
    }

    SetupFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
