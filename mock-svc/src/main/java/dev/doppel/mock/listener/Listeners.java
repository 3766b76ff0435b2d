package dev.doppel.mock.listener;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.forward.TcpRelay;
import dev.doppel.mock.serve.EnvironmentEntrance;
import dev.doppel.mock.serve.Serving;
import dev.doppel.mock.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open sockets of one environment, and every connection that came in through them. Only peers that are items of the environment are
 * served; a stranger is held for a moment, in case a newer record names it, then closed before a byte is read. {@link #update} and
 * {@link #close} are called by one thread.
 */
public final class Listeners implements AutoCloseable {
    private static final long HOLD_MILLIS = 2000;
    private static final int MOST_CONNECTIONS = 20_000;

    private final Serving serving;
    private final Transport transport;
    private final Leaves leaves;
    private final Map<ListenerSpec, Channel> open = new HashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ConcurrentLinkedQueue<Held> held = new ConcurrentLinkedQueue<>();
    private final StrangerReport strangers;

    private record Held(Channel channel, ListenerSpec listener, ScheduledFuture<?> limit) {}

    public Listeners(Serving serving, Transport transport, Leaves leaves) {
        this.serving = serving;
        this.transport = transport;
        this.leaves = leaves;
        this.strangers = new StrangerReport(serving);
    }

    /**
     * Opens what is missing, closes what is wanted no more, and looks again at held connections.
     *
     * @return completes with a text for each socket that could not be opened
     */
    public CompletableFuture<List<String>> update(List<ListenerSpec> wanted) {
        Set<ListenerSpec> gone = new HashSet<>(open.keySet());
        wanted.forEach(gone::remove);
        gone.forEach(spec -> {
            Channel channel = open.remove(spec);
            if (channel != null) {
                channel.close();
            }
        });
        List<String> problems = java.util.Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> opened = new ArrayList<>();
        for (ListenerSpec spec : wanted) {
            if (spec.role() != ListenerSpec.Role.DNS && !open.containsKey(spec)) {
                CompletableFuture<Void> done = new CompletableFuture<>();
                opened.add(done);
                bind(spec, done, problems);
            }
        }
        for (Held waiting : held) {
            waiting.channel().eventLoop().execute(() -> look(waiting, false));
        }
        return CompletableFuture.allOf(opened.toArray(CompletableFuture[]::new))
                .thenApply(done -> List.copyOf(problems));
    }

    private void bind(ListenerSpec spec, CompletableFuture<Void> done, List<String> problems) {
        ChannelFuture bound = transport
                .server()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted(channel, spec);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.ofLiteral(spec.bindAddress()), spec.bindPort()));
        open.put(spec, bound.channel());
        bound.addListener(result -> {
            if (!result.isSuccess()) {
                problems.add("cannot listen on " + spec.bindAddress() + ":" + spec.bindPort() + " for "
                        + (spec.item() == null ? spec.role().toString() : spec.item()) + ": "
                        + result.cause().getMessage());
            }
            done.complete(null);
        });
    }

    /** Where a listener is really bound; for tests that bind port 0. */
    public Map<ListenerSpec, InetSocketAddress> bound() {
        Map<ListenerSpec, InetSocketAddress> addresses = new HashMap<>();
        open.forEach((spec, channel) -> {
            if (channel.localAddress() instanceof InetSocketAddress address) {
                addresses.put(spec, address);
            }
        });
        return addresses;
    }

    private void accepted(Channel channel, ListenerSpec spec) {
        if (connections.size() >= MOST_CONNECTIONS) {
            serving.log()
                    .diagnose(
                            Diagnostic.Kind.LIMIT,
                            peer(channel),
                            spec.item(),
                            "more than " + MOST_CONNECTIONS + " connections at once in this environment: closed");
            channel.close();
            return;
        }
        connections.add(channel);
        if (spec.role() == ListenerSpec.Role.RUNNER || peer(channel) != null) {
            serve(channel, spec, spec.role() == ListenerSpec.Role.RUNNER ? null : peer(channel));
            return;
        }
        Held[] waiting = new Held[1];
        ScheduledFuture<?> limit =
                channel.eventLoop().schedule(() -> look(waiting[0], true), HOLD_MILLIS, TimeUnit.MILLISECONDS);
        waiting[0] = new Held(channel, spec, limit);
        held.add(waiting[0]);
        channel.eventLoop().execute(() -> look(waiting[0], false));
    }

    private void look(Held waiting, boolean last) {
        String origin = peer(waiting.channel());
        if (origin == null && !last && waiting.channel().isActive()) {
            return;
        }
        if (!held.remove(waiting)) {
            return;
        }
        waiting.limit().cancel(false);
        if (origin != null) {
            serve(waiting.channel(), waiting.listener(), origin);
        } else {
            strangers.refused(waiting.channel().remoteAddress(), waiting.listener());
            waiting.channel().close();
        }
    }

    private @Nullable String peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? serving.snapshot().peer(remote.getAddress())
                : null;
    }

    private void serve(Channel channel, ListenerSpec spec, @Nullable String origin) {
        EnvironmentItem item = spec.item() == null ? null : serving.snapshot().item(spec.item());
        if (spec.role() == ListenerSpec.Role.ITEM
                && item != null
                && (item.kind() == ItemKind.DATABASE || item.kind() == ItemKind.BROKER)) {
            relay(channel, item);
            return;
        }
        channel.pipeline().addLast(new FirstBytes(new EnvironmentEntrance(serving, spec, origin), leaves));
        channel.config().setAutoRead(true);
    }

    private void relay(Channel channel, EnvironmentItem item) {
        if (item.address() == null || item.port() == null) {
            channel.close();
            return;
        }
        TcpRelay.start(
                transport,
                channel,
                new InetSocketAddress(InetAddress.ofLiteral(item.address()), item.port()),
                failure -> {});
    }

    /** Closes every socket and connection. */
    @Override
    public void close() {
        open.values().forEach(Channel::close);
        open.clear();
        held.clear();
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        strangers.close();
    }
}
