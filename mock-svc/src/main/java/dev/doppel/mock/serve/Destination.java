package dev.doppel.mock.serve;

import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.mock.forward.HeaderRules;
import dev.doppel.mock.forward.Upstream;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.select.CallHead;
import dev.doppel.mock.select.Route;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a forwarded call goes. Immutable; {@code toString} names it for people. */
sealed interface Destination {
    /** Whether there is an address to connect to. */
    boolean known();

    /** Item or host. */
    String name();

    /** @param fresh true: not a connection that served before */
    Future<Upstream> connect(EventLoop loop, boolean grpc, boolean fresh);

    /** A {@code Location} as the caller should see it. */
    String location(String given);

    /** Who answers there. */
    Exchange.AnsweredBy answeredBy();

    /** Why no mock answered instead. */
    List<NearMiss> nearMisses();

    /** An item's own address. */
    record OfItem(EnvironmentItem item, Upstreams upstreams) implements Destination {
        @Override
        public boolean known() {
            return item.address() != null && item.port() != null;
        }

        @Override
        public String name() {
            return item.name();
        }

        @Override
        public Future<Upstream> connect(EventLoop loop, boolean grpc, boolean fresh) {
            String address = item.address();
            Integer port = item.port();
            if (address == null || port == null) {
                throw new IllegalStateException(item.name() + " has no address");
            }
            return upstreams.item(loop, new InetSocketAddress(InetAddress.ofLiteral(address), port), grpc, fresh);
        }

        @Override
        public String location(String given) {
            return HeaderRules.location(given, item.name(), item.address());
        }

        @Override
        public Exchange.AnsweredBy answeredBy() {
            return Exchange.AnsweredBy.ITEM;
        }

        @Override
        public List<NearMiss> nearMisses() {
            return List.of();
        }

        @Override
        public String toString() {
            return item.name() + " (" + item.address() + ":" + item.port() + ")";
        }
    }

    /** A host outside the environment. */
    record Outside(CallHead head, Route.ToOutside route, Upstreams upstreams) implements Destination {
        @Override
        public boolean known() {
            return true;
        }

        @Override
        public String name() {
            return head.host();
        }

        @Override
        public Future<Upstream> connect(EventLoop loop, boolean grpc, boolean fresh) {
            return upstreams.outside(
                    loop, head.host(), head.port(), head.scheme().equals("https"), grpc);
        }

        @Override
        public String location(String given) {
            return given;
        }

        @Override
        public Exchange.AnsweredBy answeredBy() {
            return Exchange.AnsweredBy.OUTSIDE;
        }

        @Override
        public List<NearMiss> nearMisses() {
            return route.nearMisses();
        }

        @Override
        public String toString() {
            return head.host() + ":" + head.port();
        }
    }
}
