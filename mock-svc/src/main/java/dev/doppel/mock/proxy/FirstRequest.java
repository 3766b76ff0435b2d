package dev.doppel.mock.proxy;

import dev.doppel.mock.listener.FirstBytes;
import dev.doppel.mock.serve.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells a {@code CONNECT} from all else by the first bytes, and steps aside. */
final class FirstRequest extends ByteToMessageDecoder {
    private static final byte[] CONNECT = "CONNECT ".getBytes(StandardCharsets.US_ASCII);

    private final Plane plane;

    FirstRequest(Plane plane) {
        this.plane = plane;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int same = 0;
        while (same < CONNECT.length
                && same < in.readableBytes()
                && in.getByte(in.readerIndex() + same) == CONNECT[same]) {
            same++;
        }
        if (same == CONNECT.length) {
            RequestDecoder decoder = new RequestDecoder();
            decoder.setSingleDecode(true); // what follows the head is no request of ours
            ctx.pipeline().addLast(decoder, new ConnectRequest(plane));
        } else if (same == in.readableBytes()) {
            return;
        } else {
            ctx.pipeline().addLast(new FirstBytes(ProxyEntrance.open(plane), null));
        }
        ctx.pipeline().remove(this);
    }
}
