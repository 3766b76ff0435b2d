package dev.doppel.mock.alone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where to listen, and what to say when that is not possible. Pure but for name look-ups. */
final class Addresses {
    private static final String BOTH = "localhost";

    private Addresses() {}

    /** Both loopback addresses for {@code localhost}: some clients try ::1 first and do not go on. */
    static List<InetAddress> of(String bind) throws UnknownHostException {
        return bind.equals(BOTH)
                ? List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"))
                : List.of(InetAddress.getByName(bind));
    }

    /** Whether a failure to bind a port that somebody asked for means that it is taken. */
    static boolean inUse(IOException failure, int port) {
        return port != 0 && String.valueOf(failure.getMessage()).contains("in use");
    }

    static StandingFailure failure(String bind, int port, String option, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        return new StandingFailure(
                StandingFailure.Cause.ENVIRONMENT,
                inUse(cause, port)
                        ? "Port " + port + " is in use by another program: end that, or choose another port with "
                                + option + "."
                        : "Cannot listen on " + bind + ":" + port + ": " + text + " (see " + option + ")");
    }
}
