package dev.doppel.mock.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import dev.doppel.mock.select.CallHead;
import dev.doppel.mock.select.Snapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a received head to a {@link Call}: who is called, from where, and on whose behalf (spec 3.3, 3.6). */
final class Requests {
    private static final String TOKEN = "x-doppel-token";
    private static final String REQUEST = "x-doppel-request";
    private static final String SCHEME = "x-doppel-scheme";
    private static final List<String> OF_THE_CODEC = List.of(
            "x-http2-stream-id",
            "x-http2-scheme",
            "x-http2-path",
            "x-http2-stream-weight",
            "x-http2-stream-dependency-id",
            "x-http2-stream-promise-id");

    private Requests() {}

    /** @throws RequestTarget.BadRequest when it cannot be served */
    static Call read(Caller caller, HttpRequest request, Channel channel) throws RequestTarget.BadRequest {
        HttpHeaders headers = request.headers();
        String stepRequestId = null;
        String scheme = caller.tls() ? "https" : "http";
        Snapshot snapshot = caller.serving().snapshot();
        if (caller.http2()) {
            OF_THE_CODEC.forEach(headers::remove);
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
        if (caller.runner()) {
            authenticate(snapshot.state().runnerToken(), headers.get(TOKEN));
            stepRequestId = headers.get(REQUEST);
            String wanted = headers.get(SCHEME);
            if (wanted != null) {
                scheme = wanted.equalsIgnoreCase("https") ? "https" : "http";
            }
            for (String name : List.copyOf(headers.names())) {
                if (name.regionMatches(true, 0, "x-doppel-", 0, 9)) {
                    headers.remove(name);
                }
            }
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            throw new RequestTarget.BadRequest(
                    405,
                    "no proxy is needed here: connect to the host directly, calls are caught at the network",
                    null);
        }
        RequestTarget target = RequestTarget.of(request);
        if (target.host().isEmpty()
                && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
                && !caller.http2()) {
            throw new RequestTarget.BadRequest("HTTP/1.1 requests need a Host header");
        }
        String host = host(caller, target, channel);
        int port = port(caller, target, scheme, channel);
        CallHead head = new CallHead(caller.origin(), request.method().name(), scheme, host, port, target.path());
        RawExchange.RawRequest raw = new RawExchange.RawRequest(
                caller.origin(),
                host,
                snapshot.item(host) != null,
                request.method().name().toUpperCase(Locale.ROOT),
                scheme,
                target.host().isEmpty() ? host : target.host(),
                port,
                target.path(),
                target.query(),
                version(caller, request),
                new RawHeaders(headers, null),
                new RawBody(
                        snapshot.state().captureBytes(), caller.serving().log().bodies()),
                caller.serving().clock().instant(),
                stepRequestId);
        return new Call(caller, head, request, raw);
    }

    private static void authenticate(String expected, @Nullable String given) throws RequestTarget.BadRequest {
        boolean equal = given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        if (!equal) {
            throw new RequestTarget.BadRequest(403, "only the runner of this environment may call here", null);
        }
    }

    /** An item's own listener leads to that item whatever the caller calls it. */
    private static String host(Caller caller, RequestTarget target, Channel channel) {
        if (caller.listener().role() == ListenerSpec.Role.ITEM
                && caller.listener().item() != null) {
            return caller.listener().item();
        }
        if (!target.host().isEmpty()) {
            return target.host();
        }
        if (caller.sni() != null) {
            return caller.sni().toLowerCase(Locale.ROOT);
        }
        return channel.localAddress() instanceof InetSocketAddress local ? local.getHostString() : "localhost";
    }

    private static int port(Caller caller, RequestTarget target, String scheme, Channel channel) {
        Integer visible = caller.listener().visiblePort();
        if (visible != null && !caller.runner()) {
            return visible;
        }
        if (target.port() >= 0) {
            return target.port();
        }
        return scheme.equals("https") ? 443 : 80;
    }

    private static String version(Caller caller, HttpRequest request) {
        if (caller.http2()) {
            return "2";
        }
        return request.protocolVersion().majorVersion() + "."
                + request.protocolVersion().minorVersion();
    }

    /** What to tell a caller whose bytes are no request. */
    static RequestTarget.BadRequest malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException header ->
                new RequestTarget.BadRequest(431, "the request headers are larger than 128 KiB", null);
            case TooLongHttpLineException line ->
                new RequestTarget.BadRequest(414, "the request line is longer than 64 KiB", null);
            default -> new RequestTarget.BadRequest("not an HTTP request: " + cause.getMessage());
        };
    }

    /** {@code {"error": why}}. */
    static ByteBuf error(ByteBufAllocator allocator, String why) {
        return ByteBufUtil.writeUtf8(
                allocator,
                JsonNodeFactory.instance.objectNode().put("error", why).toString());
    }
}
