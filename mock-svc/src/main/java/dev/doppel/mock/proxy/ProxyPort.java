package dev.doppel.mock.proxy;

import dev.doppel.mock.capture.Share;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.listener.FirstBytes;
import dev.doppel.mock.transport.Silence;
import dev.doppel.mock.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's port: a forward proxy for whoever is told of it, or one before a single target. At most 512 connections at once, one that is
 * silent for five minutes is closed; copies of bodies under way hold at most 64 MiB. Thread-safe; the owner closes.
 */
public final class ProxyPort implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 512;
    private static final int SILENCE_SECONDS = 300;
    private static final long MEMORY = 64L << 20;

    private final List<Channel> listeners = new ArrayList<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ExecutorService resolver = Executors.newVirtualThreadPerTaskExecutor();
    private final Plane plane;
    private volatile int port;

    private ProxyPort(Transport transport, ProxyPolicy policy, @Nullable TrustManagerFactory roots) {
        OpenEgress egress = new OpenEgress(transport, resolver, asked -> asked == port);
        this.plane = new Plane(
                transport,
                policy,
                egress,
                new Upstreams(transport, egress, roots),
                new Share(MEMORY),
                Clock.systemUTC());
    }

    /**
     * A forward proxy.
     *
     * @param addresses of this machine; of several, one of IPv6 may be missing
     * @param port 0 for any free one
     * @param roots what certificates are verified against; null for the public authorities
     * @throws IOException when it cannot listen
     */
    public static ProxyPort forward(
            Transport transport,
            List<InetAddress> addresses,
            int port,
            ProxyPolicy policy,
            @Nullable TrustManagerFactory roots)
            throws IOException {
        ProxyPort made = new ProxyPort(transport, policy, roots);
        return made.listen(addresses, port, () -> new FirstRequest(made.plane));
    }

    /** A proxy before one target, on this machine: every request goes there, and redirects to the target lead back here. */
    public static ProxyPort before(
            URI target, Transport transport, int port, ProxyPolicy policy, @Nullable TrustManagerFactory roots)
            throws IOException {
        ProxyPort made = new ProxyPort(transport, policy, roots);
        boolean tls = "https".equalsIgnoreCase(target.getScheme());
        String path = target.getRawPath();
        Where place = new Where(
                tls,
                Where.bare(target.getHost()),
                target.getPort() < 0 ? (tls ? 443 : 80) : target.getPort(),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                "");
        String origin = target.getScheme() + "://" + target.getRawAuthority();
        UnaryOperator<String> home = given -> given.startsWith(origin + "/")
                ? "http://localhost:" + made.port + given.substring(origin.length())
                : given;
        return made.listen(
                List.of(InetAddress.getLoopbackAddress()),
                port,
                () -> new FirstBytes(new ProxyEntrance(made.plane, place, false, home), null));
    }

    private ProxyPort listen(List<InetAddress> addresses, int wanted, Supplier<ChannelHandler> first)
            throws IOException {
        for (InetAddress address : addresses) {
            ChannelFuture bound = plane.transport()
                    .server()
                    .childHandler(new Accepted(first))
                    .bind(new InetSocketAddress(address, port == 0 ? wanted : port))
                    .awaitUninterruptibly();
            if (bound.isSuccess()) {
                listeners.add(bound.channel());
                port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            } else if (listeners.isEmpty()
                    || !(address instanceof Inet6Address)
                    || String.valueOf(bound.cause().getMessage()).contains("in use")) {
                close();
                throw new IOException(bound.cause().getMessage(), bound.cause());
            } // else a machine without IPv6
        }
        return this;
    }

    private final class Accepted extends ChannelInitializer<Channel> {
        private final Supplier<ChannelHandler> first;

        Accepted(Supplier<ChannelHandler> first) {
            this.first = first;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (connections.size() >= MOST_CONNECTIONS) {
                channel.close();
                return;
            }
            connections.add(channel);
            channel.pipeline().addLast(new Silence(SILENCE_SECONDS), first.get());
            channel.config().setAutoRead(true);
        }
    }

    public int port() {
        return port;
    }

    /** Connections that callers hold now. */
    public int connections() {
        return connections.size();
    }

    /** Stops listening and closes every connection; what is under way is shown to the policy as cut off, before this returns. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(2, TimeUnit.SECONDS));
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        // a closed channel tells its handlers in a task of its own, queued by the task that closed it
        for (int round = 0; round < 2; round++) {
            for (EventExecutor loop : plane.transport().loops()) {
                loop.submit(() -> {}).awaitUninterruptibly(2, TimeUnit.SECONDS);
            }
        }
        resolver.shutdown();
    }
}
