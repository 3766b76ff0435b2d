package dev.doppel.mock.egress;

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
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;

/** Resolves once, checks every address, connects to one that passed. Thread-safe. */
public final class DirectEgress implements Egress {
    private final Transport transport;
    private final Executor resolver;
    private final AddressRules rules;
    private final Set<String> exceptions;

    /**
     * @param resolver runs blocking name look-ups
     * @param exceptions {@code host:port}, lower case, that are allowed whatever their address is
     */
    public DirectEgress(Transport transport, Executor resolver, AddressRules rules, Set<String> exceptions) {
        this.transport = transport;
        this.resolver = resolver;
        this.rules = rules;
        this.exceptions = Set.copyOf(exceptions);
    }

    @Override
    public Future<Channel> connect(EventLoop loop, String host, int port) {
        Promise<Channel> promise = loop.newPromise();
        resolver.execute(() -> {
            try {
                InetAddress address = choose(host, port);
                loop.execute(() -> open(loop, new InetSocketAddress(address, port), promise));
            } catch (EgressRefused e) {
                promise.tryFailure(e);
            } catch (RuntimeException e) {
                promise.tryFailure(new EgressRefused("cannot resolve " + host + ": " + e.getMessage()));
            }
        });
        return promise;
    }

    private InetAddress choose(String host, int port) throws EgressRefused {
        List<InetAddress> found;
        try {
            found = List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new EgressRefused(
                    "no such host: " + host + " does not resolve outside, and no mock or item has that name");
        }
        boolean free = exceptions.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
        String why = "";
        for (InetAddress address : found) {
            String range = free ? null : rules.refusedBy(address);
            if (range == null) {
                return address;
            }
            why = address.getHostAddress() + " is in " + range;
        }
        throw new EgressRefused(host + " is not outside: " + why + "; calls may leave only to public addresses");
    }

    private void open(EventLoop loop, InetSocketAddress address, Promise<Channel> promise) {
        ChannelFuture connected = transport
                .client(loop)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        connected.addListener(done -> {
            if (done.isSuccess()) {
                promise.trySuccess(connected.channel());
            } else {
                promise.tryFailure(done.cause());
            }
        });
    }
}
