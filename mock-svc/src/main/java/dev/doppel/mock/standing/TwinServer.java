package dev.doppel.mock.standing;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.listener.FirstBytes;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.transport.Silence;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.http.WebhookIntent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that a {@link TwinHandler} answers: HTTP/1.1, HTTP/2 with prior knowledge, and with certificates HTTPS on the same port.
 * Serves anybody who connects, up to 10 000 connections at once; one that is silent for five minutes is closed. Thread-safe.
 *
 * <pre>{@code
 * try (Transport transport = Transport.start(2);
 *         TwinServer server = TwinServer.start(transport, address, TwinHandler.of(twin), intents -> ..., null)) { ... }
 * }</pre>
 */
public final class TwinServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int SILENCE_SECONDS = 300;

    private final Channel listener;
    private final ChannelGroup connections;
    private final ExecutorService workers;

    private TwinServer(Channel listener, ChannelGroup connections, ExecutorService workers) {
        this.listener = listener;
        this.connections = connections;
        this.workers = workers;
    }

    /**
     * Listens, and returns once connections are taken.
     *
     * @param transport event loops; the caller's
     * @param webhooks takes the calls that an answer asks for, once that answer was sent; on an event loop, so it must return at once
     * @param leaves certificates for HTTPS, or null for none
     * @throws IOException when the address cannot be bound
     */
    public static TwinServer start(
            Transport transport,
            InetSocketAddress address,
            TwinHandler handler,
            Consumer<List<WebhookIntent>> webhooks,
            @Nullable Leaves leaves)
            throws IOException {
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        TwinEntrance entrance = new TwinEntrance(handler, workers, webhooks);
        ChannelFuture bound = transport
                .server()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (connections.size() >= MOST_CONNECTIONS) {
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline().addLast(new Silence(SILENCE_SECONDS), new FirstBytes(entrance, leaves));
                        channel.config().setAutoRead(true);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            workers.shutdown();
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new TwinServer(bound.channel(), connections, workers);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Stops listening and closes every connection; what is being handled is not waited for. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        workers.shutdown();
    }
}
