package dev.doppel.mock.forward;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Idle HTTP/1.1 connections of one event loop, kept for a second: short enough that hardly any server closes them first. Confined to its
 * loop.
 */
final class UpstreamPool {
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_PER_TARGET = 64;

    private final EventLoop loop;
    private final Map<SocketAddress, ArrayDeque<Upstream>> idle = new HashMap<>();
    private boolean sweeping;

    UpstreamPool(EventLoop loop) {
        this.loop = loop;
    }

    @Nullable
    Upstream take(SocketAddress target) {
        ArrayDeque<Upstream> waiting = idle.get(target);
        long oldest = System.nanoTime() - KEEP_NANOS;
        for (Upstream upstream = waiting == null ? null : waiting.pollLast();
                waiting != null && upstream != null;
                upstream = waiting.pollLast()) {
            if (upstream.channel().isActive() && upstream.idleSince - oldest > 0) {
                return upstream;
            }
            upstream.close();
        }
        return null;
    }

    void put(Upstream upstream) {
        ArrayDeque<Upstream> waiting =
                idle.computeIfAbsent(upstream.channel().remoteAddress(), target -> new ArrayDeque<>());
        if (waiting.size() >= MOST_PER_TARGET) {
            upstream.close();
            return;
        }
        upstream.channel().config().setAutoRead(true);
        upstream.idleSince = System.nanoTime();
        waiting.addLast(upstream);
        if (!sweeping) {
            sweeping = true;
            loop.schedule(this::sweep, KEEP_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void sweep() {
        long oldest = System.nanoTime() - KEEP_NANOS;
        Iterator<ArrayDeque<Upstream>> targets = idle.values().iterator();
        while (targets.hasNext()) {
            ArrayDeque<Upstream> waiting = targets.next();
            while (!waiting.isEmpty() && waiting.peekFirst().idleSince - oldest <= 0) {
                waiting.removeFirst().close();
            }
            if (waiting.isEmpty()) {
                targets.remove();
            }
        }
        sweeping = !idle.isEmpty();
        if (sweeping) {
            loop.schedule(this::sweep, KEEP_NANOS, TimeUnit.NANOSECONDS);
        }
    }
}
