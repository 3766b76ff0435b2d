package dev.doppel.mock.proxy;

import dev.doppel.mock.serve.RequestTarget;
import java.util.Locale;

/**
 * Where a request goes. Immutable.
 *
 * @param host lower case, an IPv6 literal without brackets
 * @param path raw, begins with a slash or is {@code *}
 * @param query raw with its question mark, or empty
 */
record Where(boolean tls, String host, int port, String path, String query) {
    /** From a request in absolute form. */
    static Where absolute(String uri, RequestTarget target) {
        boolean tls = uri.toLowerCase(Locale.ROOT).startsWith("https:");
        int usual = tls ? 443 : 80;
        return new Where(
                tls, bare(target.host()), target.port() < 0 ? usual : target.port(), target.path(), query(uri, target));
    }

    /** The same place, another request. */
    Where with(String uri, RequestTarget target) {
        return new Where(tls, host, port, path + target.path(), query(uri, target));
    }

    private static String query(String uri, RequestTarget target) {
        return uri.indexOf('?') < 0 ? "" : "?" + target.query();
    }

    static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** As it stands in {@code Host}. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    String scheme() {
        return tls ? "https" : "http";
    }

    /** For people. */
    @Override
    public String toString() {
        return scheme() + "://" + authority();
    }
}
