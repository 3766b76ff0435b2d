package dev.doppel.gate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments ask for. Immutable.
 *
 * @param checks all must become true
 * @param limit within this time, from the start
 * @param parts directory with parts of files, null when nothing is to be joined
 * @param joined directory that receives the whole files
 * @param listen port that accepts connections while {@code stay} lasts, 0 for none
 * @param stay how long to stay after the checks
 */
record Plan(
        List<Check> checks,
        Duration limit,
        @Nullable Path parts,
        @Nullable Path joined,
        int listen,
        Duration stay) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration WAIT = Duration.ofMillis(500);

    Plan {
        checks = List.copyOf(checks);
    }

    /**
     * Reads arguments of the form {@code key=value}: {@code limit}, {@code wait} and {@code stay} are ISO 8601 durations; {@code name=NAME=ADDRESS},
     * {@code known=ADDRESS:PORT=ITEM}, {@code denied=ADDRESS:PORT}, {@code open=ADDRESS:PORT}, {@code mine=ADDRESS:PORT} are checks and may
     * be repeated; {@code join=FROM=TO}; {@code listen=PORT}.
     *
     * @throws IllegalArgumentException naming the argument that has another form
     */
    static Plan of(List<String> arguments) {
        List<Check> checks = new ArrayList<>();
        Duration limit = LIMIT;
        Duration wait = WAIT;
        Duration stay = Duration.ZERO;
        Path parts = null;
        Path joined = null;
        int listen = 0;
        for (String argument : arguments) {
            String[] words = argument.split("=", 3);
            try {
                switch (words[0]) {
                    case "limit" -> limit = Duration.parse(words[1]);
                    case "wait" -> wait = Duration.parse(words[1]);
                    case "stay" -> stay = Duration.parse(words[1]);
                    case "listen" -> listen = Integer.parseInt(words[1]);
                    case "join" -> {
                        parts = Path.of(words[1]);
                        joined = Path.of(words[2]);
                    }
                    case "name" -> checks.add(new Check.Name(words[1], words[2]));
                    case "known" -> checks.add(new Check.Known(socket(words[1]), words[2]));
                    case "denied" -> checks.add(new Check.Denied(socket(words[1]), wait));
                    case "open" -> checks.add(new Check.Open(socket(words[1])));
                    case "mine" -> checks.add(new Check.Mine(socket(words[1])));
                    default -> throw new IllegalArgumentException("unknown");
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "the argument '" + argument + "' is not understood: " + e.getMessage(), e);
            }
        }
        return new Plan(checks, limit, parts, joined, listen, stay);
    }

    private static InetSocketAddress socket(String text) {
        int at = text.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.ofLiteral(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
    }
}
