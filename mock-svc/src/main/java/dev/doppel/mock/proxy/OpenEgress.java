package dev.doppel.mock.proxy;

import dev.doppel.mock.egress.Egress;
import dev.doppel.mock.egress.EgressRefused;
import dev.doppel.mock.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;

/**
 * Connects to whatever its user can reach: the proxy serves the user of this machine, who might as well connect directly. Of a name's
 * addresses the first ones are tried in turn. Only the way back into the proxy itself is refused. Thread-safe.
 */
final class OpenEgress implements Egress {
    private static final int MOST_ADDRESSES = 4;

    private final Transport transport;
    private final Executor resolver;
    private final IntPredicate own;

    /**
     * @param resolver runs blocking name look-ups
     * @param own ports of this machine that lead back here
     */
    OpenEgress(Transport transport, Executor resolver, IntPredicate own) {
        this.transport = transport;
        this.resolver = resolver;
        this.own = own;
    }

    @Override
    public Future<Channel> connect(EventLoop loop, String host, int port) {
        Promise<Channel> promise = loop.newPromise();
        resolver.execute(() -> {
            try {
                List<InetAddress> found = List.of(InetAddress.getAllByName(host));
                if (own.test(port) && found.stream().anyMatch(OpenEgress::ofThisMachine)) {
                    promise.tryFailure(new EgressRefused(host + ":" + port + " leads back to the proxy itself"));
                } else {
                    loop.execute(() -> open(loop, found, 0, port, promise));
                }
            } catch (UnknownHostException e) {
                promise.tryFailure(new EgressRefused("the name " + host + " does not resolve"));
            } catch (RuntimeException e) {
                promise.tryFailure(e);
            }
        });
        return promise;
    }

    private static boolean ofThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private void open(EventLoop loop, List<InetAddress> addresses, int at, int port, Promise<Channel> promise) {
        ChannelFuture connected = transport
                .client(loop)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(addresses.get(at), port));
        connected.addListener(done -> {
            if (done.isSuccess()) {
                if (!promise.trySuccess(connected.channel())) {
                    connected.channel().close();
                }
            } else if (at + 1 < Math.min(MOST_ADDRESSES, addresses.size())) {
                open(loop, addresses, at + 1, port, promise);
            } else {
                promise.tryFailure(done.cause());
            }
        });
    }
}
