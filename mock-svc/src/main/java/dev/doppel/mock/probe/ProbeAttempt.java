package dev.doppel.mock.probe;

import dev.doppel.contract.environment.Probe;
import dev.doppel.mock.transport.Reasons;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One probe: connects, perhaps asks, and says what it found. Confined to its event loop. */
final class ProbeAttempt extends ByteToMessageDecoder {
    private static final long TIMEOUT_MILLIS = 5000;
    private static final int LONGEST_ANSWER = 8192;

    private final Kind kind;
    private final InetSocketAddress target;
    private final Consumer<@Nullable String> outcome;
    private boolean told;
    private boolean startupSent;

    private ProbeAttempt(Kind kind, InetSocketAddress target, Consumer<@Nullable String> outcome) {
        this.kind = kind;
        this.target = target;
        this.outcome = outcome;
    }

    /** What is asked. */
    sealed interface Kind {
        /** A connection is enough. */
        record Tcp() implements Kind {}

        /** A GET whose status must be 2xx. */
        record Http(String path, String host) implements Kind {}

        /** SSLRequest, then a start-up message; any answer but "starting up" is a pass. */
        record Postgres() implements Kind {}

        static Kind of(Probe probe, String item) {
            return switch (probe.kind()) {
                case TCP -> new Tcp();
                case POSTGRES -> new Postgres();
                case HTTP -> new Http(probe.path() == null ? "/" : probe.path(), item + ":" + probe.port());
            };
        }
    }

    static void start(Bootstrap client, InetSocketAddress target, Kind kind, Consumer<@Nullable String> outcome) {
        ProbeAttempt attempt = new ProbeAttempt(kind, target, outcome);
        client.handler(new ChannelInboundHandlerAdapter())
                .connect(target)
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        connected.channel().pipeline().addLast(attempt);
                        attempt.connected(connected.channel().pipeline().context(attempt));
                    } else {
                        attempt.tell("no connection to port " + target.getPort() + " (" + Reasons.of(connected.cause())
                                + ")");
                    }
                });
    }

    private void connected(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            tell(question() + " was not answered within 5 s");
                            ctx.close();
                        },
                        TIMEOUT_MILLIS,
                        TimeUnit.MILLISECONDS);
        switch (kind) {
            case Kind.Tcp tcp -> {
                tell(null);
                ctx.close();
            }
            case Kind.Http http ->
                ctx.writeAndFlush(Unpooled.copiedBuffer(
                        "GET " + http.path() + " HTTP/1.1\r\nHost: " + http.host()
                                + "\r\nUser-Agent: doppel-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n",
                        StandardCharsets.ISO_8859_1));
            case Kind.Postgres postgres -> {
                ByteBuf request = ctx.alloc().buffer(8);
                request.writeInt(8).writeInt(80877103);
                ctx.writeAndFlush(request);
            }
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (told) {
            in.skipBytes(in.readableBytes());
            return;
        }
        switch (kind) {
            case Kind.Http http -> readStatus(ctx, http, in);
            case Kind.Postgres postgres -> readPostgres(ctx, in);
            case Kind.Tcp tcp -> in.skipBytes(in.readableBytes());
        }
    }

    private void readStatus(ChannelHandlerContext ctx, Kind.Http http, ByteBuf in) {
        int end = in.bytesBefore((byte) '\n');
        if (end < 0) {
            if (in.readableBytes() > LONGEST_ANSWER) {
                over(ctx, "the answer to " + question() + " is not HTTP");
            }
            return;
        }
        String line =
                in.toString(in.readerIndex(), end, StandardCharsets.ISO_8859_1).strip();
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            over(ctx, "the answer to " + question() + " is not HTTP");
            return;
        }
        String status = line.substring(9, 12);
        over(ctx, status.charAt(0) == '2' ? null : status + " from GET " + http.path());
    }

    private void readPostgres(ChannelHandlerContext ctx, ByteBuf in) {
        if (!startupSent) {
            byte answer = in.readByte();
            if (answer == 'S') {
                over(ctx, null);
                return;
            }
            if (answer != 'N') {
                over(ctx, "port " + target.getPort() + " does not speak the postgres protocol");
                return;
            }
            startupSent = true;
            byte[] parameters = "user\0doppel\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
            ByteBuf startup = ctx.alloc().buffer(8 + parameters.length);
            startup.writeInt(8 + parameters.length).writeInt(196608).writeBytes(parameters);
            ctx.writeAndFlush(startup);
            return;
        }
        if (in.readableBytes() < 5) {
            return;
        }
        int length = in.getInt(in.readerIndex() + 1);
        if (in.getByte(in.readerIndex()) != 'E') {
            over(ctx, null);
        } else if (length < 0 || length > LONGEST_ANSWER) {
            over(ctx, "port " + target.getPort() + " does not speak the postgres protocol");
        } else if (in.readableBytes() > length) {
            String error = in.toString(in.readerIndex() + 5, length - 4, StandardCharsets.UTF_8);
            over(ctx, error.contains("C57P03\0") ? "the database system is starting up" : null);
        }
    }

    private void over(ChannelHandlerContext ctx, @Nullable String problem) {
        tell(problem);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tell("the connection was closed without an answer to " + question());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        over(ctx, question() + " failed: " + Reasons.of(cause));
    }

    private String question() {
        return switch (kind) {
            case Kind.Http http -> "GET " + http.path();
            case Kind.Postgres postgres -> "the postgres start-up message";
            case Kind.Tcp tcp -> "the connection to port " + target.getPort();
        };
    }

    private void tell(@Nullable String problem) {
        if (!told) {
            told = true;
            outcome.accept(problem);
        }
    }
}
