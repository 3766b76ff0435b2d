package dev.doppel.mock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.mock.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketEgressTest {
    @TempDir
    private Path directory;

    private String asked = "";

    /** A launcher that answers once and then echoes. */
    private Path launcher(String answer) throws Exception {
        Path path = directory.resolve("egress.sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> {
            try (server;
                    SocketChannel accepted = server.accept()) {
                InputStream in = Channels.newInputStream(accepted);
                StringBuilder line = new StringBuilder();
                for (int b = in.read(); b != '\n'; b = in.read()) {
                    line.append((char) b);
                }
                asked = line.toString();
                accepted.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                byte[] buffer = new byte[100];
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    accepted.write(ByteBuffer.wrap(buffer, 0, n));
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return path;
    }

    @Test
    void bytesFlowAfterOk() throws Exception {
        try (Transport transport = Transport.start(1)) {
            Channel channel = new SocketEgress(transport, launcher("OK\n").toString())
                    .connect(transport.loops().next(), "api.example", 443)
                    .get(10, TimeUnit.SECONDS);
            CompletableFuture<String> echoed = new CompletableFuture<>();
            channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
                    echoed.complete(message.toString(StandardCharsets.UTF_8));
                }
            });
            channel.config().setAutoRead(true);
            channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
            assertThat(echoed.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(asked).isEqualTo("CONNECT api.example:443");
            channel.close().sync();
        }
    }

    @Test
    void aRefusalAndAMissingSocketAreTold() throws Exception {
        try (Transport transport = Transport.start(1)) {
            SocketEgress refused = new SocketEgress(
                    transport,
                    launcher("ERR 10.0.0.1 is not a public address: refused\n").toString());
            assertThatThrownBy(() -> refused.connect(transport.loops().next(), "inside.example", 80)
                            .get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(EgressRefused.class)
                    .hasMessageContaining("not a public address");
            SocketEgress missing =
                    new SocketEgress(transport, directory.resolve("none").toString());
            assertThatThrownBy(() -> missing.connect(transport.loops().next(), "a.example", 80)
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("the way out");
            assertThatThrownBy(() -> missing.connect(transport.loops().next(), "a\nCONNECT b", 80)
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("not a host name");
        }
    }
}
