package dev.doppel.mock.listener;

import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.serve.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks at the first bytes and decides: TLS, the HTTP/2 preface, or HTTP/1 (definition spec 3.3). Steps aside then. */
final class FirstBytes extends ByteToMessageDecoder {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TLS_HANDSHAKE = 0x16;

    private final Caller caller;
    private final Leaves leaves;

    FirstBytes(Caller caller, Leaves leaves) {
        this.caller = caller;
        this.leaves = leaves;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        if (first == TLS_HANDSHAKE) {
            ctx.pipeline().addLast(new TlsByName(caller, leaves));
        } else if (!Character.isLetter(first) && first != '\r' && first != '\n') {
            refuse(ctx, in);
            return;
        } else {
            int same = 0;
            while (same < PREFACE.length && same < in.readableBytes() && in.getByte(start + same) == PREFACE[same]) {
                same++;
            }
            if (same == PREFACE.length) {
                Pipelines.http2(ctx.pipeline(), caller.listener(), caller, null, false);
            } else if (same == in.readableBytes()) {
                return;
            } else {
                Pipelines.http1(ctx.pipeline(), caller);
            }
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in) {
        byte[] shown = new byte[Math.min(8, in.readableBytes())];
        in.getBytes(in.readerIndex(), shown);
        in.skipBytes(in.readableBytes());
        caller.serving()
                .log()
                .diagnose(
                        Diagnostic.Kind.ESCAPE,
                        caller.origin(),
                        caller.listener().item(),
                        "a connection to port " + caller.listener().bindPort()
                                + " speaks neither TLS nor HTTP (first bytes "
                                + java.util.HexFormat.ofDelimiter(" ").formatHex(shown)
                                + "); only HTTP and HTTPS leave an item here, so it was closed");
        ctx.close();
    }
}
