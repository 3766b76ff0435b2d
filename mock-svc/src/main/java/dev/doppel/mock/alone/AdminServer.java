package dev.doppel.mock.alone;

import dev.doppel.mock.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The admin port: HTTP/1.1, requests answered one after the other per connection on threads of their own. The owner closes. */
final class AdminServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;
    private static final int LINE = 16 * 1024;
    private static final int HEADERS = 64 * 1024;
    private static final int CHUNK = 64 * 1024;
    private static final int BODY = 16 << 20;

    private final List<Channel> listeners;
    private final ChannelGroup connections;

    private AdminServer(List<Channel> listeners, ChannelGroup connections) {
        this.listeners = listeners;
        this.connections = connections;
    }

    static AdminServer open(Transport transport, String bind, int port, AdminRoutes routes, ExecutorService threads)
            throws StandingFailure {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap server = transport.server().childHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (connections.size() >= MOST_CONNECTIONS) {
                    channel.close();
                    return;
                }
                connections.add(channel);
                channel.pipeline()
                        .addLast(
                                new HttpServerCodec(LINE, HEADERS, CHUNK),
                                new Whole(),
                                new FlowControlHandler(),
                                new AdminConnection(routes, threads));
            }
        });
        List<Channel> listeners = new ArrayList<>();
        try {
            for (InetAddress address : Addresses.of(bind)) {
                int wanted = listeners.isEmpty() ? port : port(listeners);
                ChannelFuture bound = server.clone().bind(address, wanted).awaitUninterruptibly();
                if (bound.isSuccess()) {
                    listeners.add(bound.channel());
                } else {
                    IOException failure = new IOException(bound.cause().getMessage(), bound.cause());
                    if (listeners.isEmpty() || Addresses.inUse(failure, port)) {
                        throw failure;
                    } // else a machine without IPv6
                }
            }
            return new AdminServer(listeners, connections);
        } catch (IOException e) {
            listeners.forEach(Channel::close);
            throw Addresses.failure(bind, port, "--admin-port", e);
        }
    }

    /** Gathers requests; one that is too large is refused at once, and what is left of it is not read. */
    private static final class Whole extends HttpObjectAggregator {
        Whole() {
            super(BODY, true);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
            AdminConnection.refuse(ctx, "a request to the admin port may have " + (BODY >> 20) + " MiB, not more");
        }
    }

    private static int port(List<Channel> listeners) {
        return ((InetSocketAddress) listeners.getFirst().localAddress()).getPort();
    }

    int port() {
        return port(listeners);
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(2000));
        connections.close().awaitUninterruptibly(2000);
    }
}
