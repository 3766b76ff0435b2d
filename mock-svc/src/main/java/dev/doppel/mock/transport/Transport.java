package dev.doppel.mock.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/** Event loops and socket types: epoll where the machine has it, else NIO. Thread-safe. Owner closes. */
public final class Transport implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops;
    private final boolean epoll;

    private Transport(EventLoopGroup loops, boolean epoll) {
        this.loops = loops;
        this.epoll = epoll;
    }

    /** @param threads number of event loops, at least 1 */
    public static Transport start(int threads) {
        boolean epoll = Epoll.isAvailable();
        DefaultThreadFactory factory = new DefaultThreadFactory("mock-loop", true);
        return new Transport(
                epoll ? new EpollEventLoopGroup(threads, factory) : new NioEventLoopGroup(threads, factory), epoll);
    }

    /** The loops, for timers and for work that belongs to no connection. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** A listener's bootstrap; accepted channels read nothing until told. */
    public ServerBootstrap server() {
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(loops, loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false);
    }

    /** An outgoing TCP connection's bootstrap on one loop. */
    public Bootstrap client(EventLoop loop) {
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        return new Bootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000);
    }

    /** An outgoing Unix socket's bootstrap on one loop. */
    public Bootstrap unixClient(EventLoop loop) {
        Class<? extends Channel> type = epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
        return new Bootstrap().group(loop).channel(type).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000);
    }

    /** The address type that {@link #unixClient} wants. */
    public SocketAddress unixAddress(String path) {
        return epoll ? new DomainSocketAddress(path) : UnixDomainSocketAddress.of(path);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
