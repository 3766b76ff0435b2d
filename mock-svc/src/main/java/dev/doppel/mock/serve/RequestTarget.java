package dev.doppel.mock.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request head names: host, port, path, query (RFC 9112 section 3.2). Immutable.
 *
 * @param host lower case, without port, empty when the head names none
 * @param port -1 when the head names none
 * @param path raw, begins with {@code /} or is {@code *}
 * @param query raw, without the question mark
 */
public record RequestTarget(String host, int port, String path, String query) {
    /** @throws BadRequest when target or {@code Host} cannot be read */
    public static RequestTarget of(HttpRequest request) throws BadRequest {
        String uri = request.uri();
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            throw new BadRequest("more than one Host header");
        }
        String authority = hosts.isEmpty() ? "" : hosts.getFirst().strip();
        String rest = uri;
        int scheme = schemeEnd(uri);
        if (scheme > 0) {
            int slash = uri.indexOf('/', scheme);
            int question = uri.indexOf('?', scheme);
            int end = slash < 0 ? question : question < 0 ? slash : Math.min(slash, question);
            authority = end < 0 ? uri.substring(scheme) : uri.substring(scheme, end);
            rest = end < 0 ? "/" : uri.charAt(end) == '/' ? uri.substring(end) : "/" + uri.substring(end);
        } else if (!uri.startsWith("/") && !uri.equals("*")) {
            throw new BadRequest("the request target must begin with / and is " + shortened(uri));
        }
        int question = rest.indexOf('?');
        return authority(
                authority,
                question < 0 ? rest : rest.substring(0, question),
                question < 0 ? "" : rest.substring(question + 1));
    }

    private static int schemeEnd(String uri) {
        if (uri.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return uri.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static RequestTarget authority(String authority, String path, String query) throws BadRequest {
        int at = authority.lastIndexOf('@');
        String hostPort = at < 0 ? authority : authority.substring(at + 1);
        int colon = hostPort.lastIndexOf(':');
        if (hostPort.startsWith("[") && hostPort.indexOf(']') > colon || colon < 0) {
            return new RequestTarget(host(hostPort), -1, path, query);
        }
        String digits = hostPort.substring(colon + 1);
        if (digits.isEmpty()) {
            return new RequestTarget(host(hostPort.substring(0, colon)), -1, path, query);
        }
        int port = number(digits);
        if (port < 0) {
            throw new BadRequest("the port in " + shortened(authority) + " must be 0 to 65535");
        }
        return new RequestTarget(host(hostPort.substring(0, colon)), port, path, query);
    }

    private static int number(String digits) {
        if (digits.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > 65535 ? -1 : value;
    }

    private static String host(String host) throws BadRequest {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 127 || "/?#@\\\"<>^`{|}%".indexOf(c) >= 0) {
                throw new BadRequest("not a host name: " + shortened(host));
            }
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    /** A request that cannot be served; the message goes to the caller. */
    public static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        /** @param message for the caller, who gets it with 400 */
        public BadRequest(String message) {
            this(400, message, null);
        }

        BadRequest(int status, String message, @Nullable Throwable cause) {
            super(message, cause, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
