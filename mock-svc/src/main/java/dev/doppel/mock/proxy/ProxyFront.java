package dev.doppel.mock.proxy;

import dev.doppel.mock.serve.Front;
import dev.doppel.mock.serve.Reply;
import dev.doppel.mock.serve.RequestTarget;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on: to the place that all of its connection go to, or to the one that each names in absolute form. Confined to its event
 * loop.
 *
 * @param place where everything goes, or null
 * @param renamed whether {@code Host} becomes the place's own name
 * @param location what becomes of a {@code Location}
 */
record ProxyFront(Plane plane, boolean http2, @Nullable Where place, boolean renamed, UnaryOperator<String> location)
        implements Front {
    private static final Logger LOG = Logger.getLogger(ProxyFront.class);
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "::");

    @Override
    public Incoming begin(HttpRequest request, Channel channel, Reply reply) throws RequestTarget.BadRequest {
        if (request.method().equals(HttpMethod.CONNECT)) {
            return refusal(
                    reply, "invalid_connect", "CONNECT host:port must be the first request of a connection to a proxy");
        }
        if (request.uri().chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new RequestTarget.BadRequest("the request target holds a space or a control character");
        } // which HTTP/2 can carry, and which would be more than one line in HTTP/1.1
        RequestTarget target = RequestTarget.of(request);
        Where where = place != null
                ? place.with(request.uri(), target)
                : request.uri().startsWith("/")
                                || request.uri().equals("*")
                                || target.host().isEmpty()
                        ? null
                        : Where.absolute(request.uri(), target);
        if (where == null || place == null && leadsHere(where, channel)) {
            return refusal(reply, "not_a_proxy_request", guidance(channel));
        }
        boolean recorded = plane.policy().records(where.host(), where.port(), where.path());
        Copies copies = recorded ? new Copies(plane.policy(), plane.memory(), plane.clock(), request, where) : null;
        Passing passing = new Passing(
                new PassingRequest(request, http2, where, renamed),
                reply,
                to -> plane.upstreams().outside(reply.loop(), to.host(), to.port(), to.tls(), false),
                location,
                copies);
        return new Incoming(passing, copies == null ? null : copies.request());
    }

    private static Incoming refusal(Reply reply, String code, String message) {
        return new Incoming(new Saying(400, code, message, reply), null);
    }

    static boolean leadsHere(Where where, Channel channel) {
        return HERE.contains(where.host()) && where.port() == port(channel);
    }

    private static int port(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    }

    private static String guidance(Channel channel) {
        String self = "http://localhost:" + port(channel);
        return "This is a proxy and answers nothing itself. Make it the HTTP proxy of your program (HTTP_PROXY=" + self
                + " HTTPS_PROXY=" + self + ", or curl -x " + self
                + " URL) and call the API by its own URL. What it does is asked at the twin's admin port: /proxy/status.";
    }

    @Override
    public void refused(int status, String why) {
        LOG.debugf("refused with %d: %s", status, why);
    }

    @Override
    public void brokenBody(String why) {
        LOG.debugf("a request body is broken: %s", why);
    }
}
