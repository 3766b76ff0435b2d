package dev.doppel.mock.alone;

import dev.doppel.twin.http.Headers;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out of the admin port: a page that a developer has open must not steer the twin, neither by a request of its own ({@code
 * Origin}) nor by a name of its own that leads here ({@code Host}). Pure.
 */
final class LocalCallers {
    private LocalCallers() {}

    /** Why a request is refused, or null when it may pass. */
    static @Nullable String refusal(Headers headers) {
        String host = headers.first("Host");
        if (host == null || !literal(nameOf(host))) {
            return "the admin port is called by localhost or by an address, not as " + host;
        }
        String origin = headers.first("Origin");
        if (origin != null && !ofThisMachine(origin)) {
            return "requests of web pages from " + origin + " are not served";
        }
        return null;
    }

    private static boolean ofThisMachine(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && loopback(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String nameOf(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(0, end + 1);
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Names that no stranger can give an address to. */
    private static boolean literal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return loopback(lower) || lower.startsWith("[") || lower.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static boolean loopback(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("[::1]")
                || lower.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }
}
