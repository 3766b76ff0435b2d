package dev.doppel.mock.forward;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a forwarder does to headers (definition spec 3.7; RFC 9110 section 7.6). Pure. */
public final class HeaderRules {
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "http2-settings");
    private static final List<String> HTTP2_ONLY =
            List.of("x-http2-stream-id", "x-http2-scheme", "x-http2-path", "x-http2-stream-weight");
    private static final Set<String> SELF = Set.of("localhost", "127.0.0.1", "0.0.0.0", "::1");

    private HeaderRules() {}

    /** Removes what holds for one connection only, the headers named by {@code Connection} included. */
    public static void stripHopByHop(HttpHeaders headers) {
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",")) {
                String stripped = name.strip();
                if (!stripped.isEmpty() && !stripped.equalsIgnoreCase("close")) {
                    headers.remove(stripped);
                }
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
    }

    /**
     * The headers of an answer as the caller gets them.
     *
     * @param location what becomes of a {@code Location}
     * @param switching the answer is a 101, whose {@code Upgrade} belongs to it
     */
    public static HttpHeaders passedBack(HttpHeaders received, UnaryOperator<String> location, boolean switching) {
        HttpHeaders sent = new DefaultHttpHeaders(false).set(received);
        String protocol = sent.get(HttpHeaderNames.UPGRADE);
        stripHopByHop(sent);
        HTTP2_ONLY.forEach(sent::remove);
        String given = sent.get(HttpHeaderNames.LOCATION);
        if (given != null) {
            sent.set(HttpHeaderNames.LOCATION, location.apply(given));
        }
        if (switching) {
            sent.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            if (protocol != null) {
                sent.set(HttpHeaderNames.UPGRADE, protocol);
            }
        }
        return sent;
    }

    /**
     * The protocol that the caller asks to switch to, or null. {@code h2c} is refused by saying nothing: an HTTP/2 client then stays with
     * HTTP/1.1.
     */
    public static @Nullable String upgrade(HttpHeaders headers) {
        String wanted = headers.get(HttpHeaderNames.UPGRADE);
        if (wanted == null
                || wanted.toLowerCase(Locale.ROOT).contains("h2c")
                || !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
            return null;
        }
        return wanted;
    }

    /**
     * A {@code Location} that points at the service's own idea of itself, rewritten to its item name; else unchanged.
     *
     * @param item the item that answered
     * @param itemAddress its address
     */
    public static String location(String location, String item, @Nullable String itemAddress) {
        try {
            URI uri = new URI(location);
            String host = uri.getHost();
            if (host == null || !(SELF.contains(bare(host)) || bare(host).equals(itemAddress))) {
                return location;
            }
            int at = location.indexOf("://") + 3;
            int from = location.indexOf(host, at);
            return location.substring(0, from) + item + location.substring(from + host.length());
        } catch (URISyntaxException e) {
            return location;
        }
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
