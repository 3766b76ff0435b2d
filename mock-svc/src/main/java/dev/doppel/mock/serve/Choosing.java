package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.matching.mock.RequestBody;
import dev.doppel.mock.select.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for as much of the body as the choice of a mock needs (spec 4.4: 1 MiB), then hands over to the one who answers, who sees the
 * request as if it had been there from the beginning.
 */
final class Choosing implements Answer {
    private static final int ENOUGH = 1 << 20;

    private final Call call;
    private final Reply reply;
    private final Function<Route, Answer> answers;
    private final CompositeByteBuf held = Unpooled.compositeBuffer(1024);
    private @Nullable Answer chosen;

    Choosing(Call call, Reply reply, Function<Route, Answer> answers) {
        this.call = call;
        this.reply = reply;
        this.answers = answers;
    }

    @Override
    public void begin() {
        if (HttpUtil.is100ContinueExpected(call.message())) {
            reply.inform(HttpResponseStatus.CONTINUE, EmptyHttpHeaders.INSTANCE);
        }
    }

    @Override
    public void content(ByteBuf content) {
        if (chosen != null) {
            chosen.content(content);
            return;
        }
        held.addComponent(true, content.retain());
        if (held.readableBytes() >= ENOUGH) {
            choose();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        Answer answer = chosen == null ? choose() : chosen;
        answer.end(trailers);
    }

    private Answer choose() {
        HttpHeaders headers = call.message().headers();
        Route route = call.caller()
                .serving()
                .snapshot()
                .route(
                        call.head(),
                        () -> new RequestBody(
                                ByteBufUtil.getBytes(held),
                                headers.get(HttpHeaderNames.CONTENT_TYPE),
                                headers.get(HttpHeaderNames.CONTENT_ENCODING)));
        Answer answer = answers.apply(route);
        chosen = answer;
        answer.begin();
        if (held.isReadable()) {
            answer.content(held);
        }
        held.release();
        return answer;
    }

    @Override
    public void sent(boolean delivered) {
        if (chosen != null) {
            chosen.sent(delivered);
        }
    }

    @Override
    public void callerGone() {
        if (chosen != null) {
            chosen.callerGone();
            return;
        }
        held.release();
        call.finished(new Call.Outcome(
                Exchange.State.ABANDONED, null, Exchange.AnsweredBy.PLATFORM, null, false, null, null, List.of()));
    }

    @Override
    public void callerWritable() {
        if (chosen != null) {
            chosen.callerWritable();
        }
    }
}
