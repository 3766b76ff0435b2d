package dev.doppel.mock.listener;

import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.serve.Entrance;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the first bytes and decides: TLS, the HTTP/2 preface, or HTTP/1 (definition spec 3.3). Steps aside then. */
public final class FirstBytes extends ByteToMessageDecoder {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TLS_HANDSHAKE = 0x16;

    private final Entrance entrance;
    private final @Nullable Leaves leaves;

    /** @param leaves certificates, or null when TLS is not spoken here */
    public FirstBytes(Entrance entrance, @Nullable Leaves leaves) {
        this.entrance = entrance;
        this.leaves = leaves;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        if (first == TLS_HANDSHAKE && leaves != null) {
            ctx.pipeline().addLast(new TlsByName(entrance, leaves));
        } else if (!Character.isLetter(first) && first != '\r' && first != '\n') {
            refuse(ctx, in);
            return;
        } else {
            int same = 0;
            while (same < PREFACE.length && same < in.readableBytes() && in.getByte(start + same) == PREFACE[same]) {
                same++;
            }
            if (same == PREFACE.length) {
                Pipelines.http2(ctx.pipeline(), entrance, null, false);
            } else if (same == in.readableBytes()) {
                return;
            } else {
                Pipelines.http1(ctx.pipeline(), entrance.front(false, null, false));
            }
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in) {
        byte[] shown = new byte[Math.min(8, in.readableBytes())];
        in.getBytes(in.readerIndex(), shown);
        in.skipBytes(in.readableBytes());
        entrance.notHttp(java.util.HexFormat.ofDelimiter(" ").formatHex(shown));
        ctx.close();
    }
}
