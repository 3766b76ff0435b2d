package dev.doppel.mock.recording;

import dev.doppel.twin.record.CaptureFilter;
import dev.doppel.twin.record.Redaction;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy is to run. Immutable.
 *
 * @param addresses where it listens
 * @param port 0 for any free one
 * @param session name of the session that begins, or null
 * @param ca whether it looks into HTTPS; null: when the CA is there
 * @param roots what it verifies servers against; null for the public authorities
 */
record ProxyStart(
        List<InetAddress> addresses,
        int port,
        Taking taking,
        @Nullable String session,
        @Nullable Boolean ca,
        @Nullable TrustManagerFactory roots,
        Redaction rules) {
    static final int USUAL_PORT = 8888;
    private static final int MOST_RULES = 100;
    private static final Set<String> NAMES = Set.of(
            "port",
            "host",
            "mode",
            "session",
            "filters",
            "ca",
            "caPem",
            "secretWords",
            "secretPatterns",
            "secretValues");

    /** What is recorded. Immutable. */
    record Taking(Mode mode, CaptureFilter filters) {}

    /** What a proxy does. */
    enum Mode {
        RECORD,
        PASSTHROUGH;

        static Mode of(Object word) {
            return switch (Values.show(word)) {
                case "record" -> RECORD;
                case "passthrough" -> PASSTHROUGH;
                default -> throw Refused.unusable("mode is record or passthrough, not " + Values.show(word));
            };
        }

        String word() {
            return this == RECORD ? "record" : "passthrough";
        }
    }

    /**
     * From a request's body.
     *
     * @param usual what is recorded where the body does not say
     * @throws Refused when it cannot be used
     */
    static ProxyStart of(Map<String, Object> body, Taking usual) {
        for (String name : body.keySet()) {
            if (!NAMES.contains(name)) {
                throw Refused.unusable("unknown member " + name + "; known: "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
        }
        Object mode = body.get("mode");
        Object filters = body.get("filters");
        return new ProxyStart(
                addresses(Values.text(body.get("host"))),
                port(body.get("port")),
                new Taking(
                        mode == null ? usual.mode() : Mode.of(mode),
                        filters == null ? usual.filters() : CaptureFilter.of(object("filters", filters))),
                Values.text(body.get("session")),
                flag(body.get("ca")),
                roots(Values.text(body.get("caPem"))),
                rules(body));
    }

    private static List<InetAddress> addresses(@Nullable String host) {
        try {
            if (host == null || host.isEmpty() || host.equals("localhost")) {
                return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
            }
            return List.of(InetAddress.ofLiteral(host));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw Refused.unusable("host is localhost or an address of this machine such as 0.0.0.0, not " + host);
        }
    }

    private static int port(@Nullable Object given) {
        if (given == null) {
            return USUAL_PORT;
        }
        if (given instanceof Number number && number.doubleValue() == number.intValue()) {
            int port = number.intValue();
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        }
        throw Refused.unusable("port is a number from 0 (any free one) to 65535, not " + Values.show(given));
    }

    private static Map<String, Object> object(String name, Object given) {
        Map<String, Object> map = Values.map(given);
        if (map == null) {
            throw Refused.unusable(name + " is an object, not " + Values.show(given));
        }
        return map;
    }

    private static @Nullable Boolean flag(@Nullable Object given) {
        if (given == null || given instanceof Boolean) {
            return (Boolean) given;
        }
        throw Refused.unusable("ca is true or false, not " + Values.show(given));
    }

    private static @Nullable TrustManagerFactory roots(@Nullable String pem) {
        try {
            return pem == null ? null : Trust.with(pem);
        } catch (IOException e) {
            throw Refused.unusable("caPem holds certificates of authorities to trust, in PEM: " + e.getMessage());
        }
    }

    private static Redaction rules(Map<String, Object> body) {
        Redaction rules = Redaction.defaults();
        for (String word : texts(body, "secretWords")) {
            rules = rules.withWord(word);
        }
        for (String pattern : texts(body, "secretPatterns")) {
            rules = rules.withPattern(pattern);
        }
        for (String value : texts(body, "secretValues")) {
            rules = rules.withValue(value);
        }
        return rules;
    }

    private static List<String> texts(Map<String, Object> body, String name) {
        List<String> out = Values.listOrEmpty(body.get(name)).stream()
                .map(Values::show)
                .filter(text -> !text.isBlank())
                .toList();
        if (out.size() > MOST_RULES) {
            throw Refused.unusable(name + " may have " + MOST_RULES + " entries, not " + out.size());
        }
        return out;
    }
}
