package dev.doppel.dns.serve;

import dev.doppel.dns.answer.Answers;
import dev.doppel.dns.answer.Answers.Transport;
import dev.doppel.dns.zone.Ipv4;
import dev.doppel.dns.zone.Zone;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address and port, UDP and TCP, answering for one environment. The zone may be replaced at any time; the data path runs on event
 * loops and never blocks. Thread-safe.
 */
public final class DnsListener {
    /** Bytes; the default overflows at 200 queries in flight. */
    private static final int RECEIVE_BUFFER = 1 << 20;

    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_TCP_MESSAGE = 4096;
    private static final int IDLE_SECONDS = 10;

    private final DatagramSocket udp;
    private final NetServer tcp;
    private final AtomicInteger connections = new AtomicInteger();
    private final Strangers strangers = new Strangers();
    private final QueryCounts counts;
    private volatile Zone zone;

    private DnsListener(Vertx vertx, Zone zone, QueryCounts counts) {
        this.zone = zone;
        this.counts = counts;
        this.udp = vertx.createDatagramSocket(new DatagramSocketOptions().setReceiveBufferSize(RECEIVE_BUFFER));
        this.tcp = vertx.createNetServer(
                new NetServerOptions().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS));
    }

    /**
     * Opens both sockets.
     *
     * @param counts what it counts into
     * @return fails with the system's reason, with neither left open
     */
    public static Future<DnsListener> open(Vertx vertx, String address, int port, Zone zone, QueryCounts counts) {
        DnsListener listener = new DnsListener(vertx, zone, counts);
        listener.udp.handler(listener::onPacket);
        listener.tcp.connectHandler(listener::onConnection);
        return listener.udp
                .listen(port, address)
                .compose(bound -> listener.tcp.listen(bound.localAddress().port(), address))
                .map(listener)
                .recover(failure -> listener.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** Answers from this zone from now on. */
    public void serve(Zone newZone) {
        zone = newZone;
    }

    /** The port of both sockets. */
    public int port() {
        return tcp.actualPort();
    }

    /** A sentence for each caller since the last time that is no item of the environment; they got no answer. */
    public List<String> takeStrangers() {
        return strangers.take();
    }

    /** Closes both sockets. */
    public Future<Void> close() {
        return udp.close().transform(ignored -> tcp.close());
    }

    private void onPacket(DatagramPacket packet) {
        Zone now = zone;
        if (!known(now, packet.sender().hostAddress())) {
            return;
        }
        counts.askedOne();
        Answers.answer(packet.data().getBytes(), now, Transport.UDP)
                .ifPresent(bytes -> udp.send(
                        Buffer.buffer(bytes),
                        packet.sender().port(),
                        packet.sender().hostAddress()));
    }

    private void onConnection(NetSocket socket) {
        if (!known(zone, socket.remoteAddress().hostAddress())) {
            socket.close();
            return;
        }
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            connections.decrementAndGet();
            socket.close();
            return;
        }
        socket.closeHandler(closed -> connections.decrementAndGet());
        socket.exceptionHandler(failure -> socket.close());
        TcpFrames frames = new TcpFrames(MAX_TCP_MESSAGE);
        socket.handler(chunk -> {
            boolean sane = frames.feed(chunk.getBytes(), message -> {
                counts.askedOne();
                Answers.answer(message, zone, Transport.TCP)
                        .ifPresent(bytes -> socket.write(Buffer.buffer(bytes.length + 2)
                                .appendUnsignedShort(bytes.length)
                                .appendBytes(bytes)));
            });
            if (!sane) {
                socket.close();
            } else if (socket.writeQueueFull()) {
                socket.pause();
                socket.drainHandler(drained -> socket.resume());
            }
        });
    }

    private boolean known(Zone now, String peer) {
        try {
            if (now.serves(Ipv4.parse(peer))) {
                return true;
            }
        } catch (IllegalArgumentException notIpv4) {
            // an IPv6 peer is no item: items have none
        }
        strangers.refused(peer);
        counts.refusedOne();
        return false;
    }
}
