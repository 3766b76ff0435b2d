package dev.doppel.mock.egress;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/** The one component through which anything leaves the installation (architecture, "Interception"). Thread-safe. */
public interface Egress {
    /**
     * Connects to a host outside.
     *
     * @param loop runs the channel and completes the future
     * @param host name or address literal
     * @return an open channel that reads nothing yet and has no handlers; fails with {@link EgressRefused} when the destination is not
     *     allowed or does not resolve, else with the socket's own reason
     */
    Future<Channel> connect(EventLoop loop, String host, int port);
}
