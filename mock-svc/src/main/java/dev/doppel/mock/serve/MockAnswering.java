package dev.doppel.mock.serve;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.select.Route;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A mock's answer after its delay, once the request is complete (spec 4.5). */
final class MockAnswering implements Answer {
    private final Call call;
    private final Reply reply;
    private final Route.ToMock route;
    private @Nullable ScheduledFuture<?> delay;

    MockAnswering(Call call, Reply reply, Route.ToMock route) {
        this.call = call;
        this.reply = reply;
        this.route = route;
    }

    @Override
    public void begin() {
        if (HttpUtil.is100ContinueExpected(call.message())) {
            reply.inform(HttpResponseStatus.CONTINUE, EmptyHttpHeaders.INSTANCE);
        }
    }

    @Override
    public void content(ByteBuf content) {
        // captured by the handler; a mock looks at it when it is selected
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (route.answer().delayMillis() > 0) {
            delay = reply.loop().schedule(this::answer, route.answer().delayMillis(), TimeUnit.MILLISECONDS);
        } else {
            answer();
        }
    }

    private void answer() {
        delay = null;
        reply.prepared(route.answer());
    }

    @Override
    public void sent(boolean delivered) {
        finish(delivered);
    }

    @Override
    public void callerGone() {
        if (delay != null) {
            delay.cancel(false);
        }
        finish(false);
    }

    private void finish(boolean delivered) {
        call.finished(new Call.Outcome(
                delivered ? Exchange.State.COMPLETE : Exchange.State.ABANDONED,
                route.answer().captured(),
                Exchange.AnsweredBy.MOCK,
                route.answer().name(),
                delivered,
                null,
                route.tiedWith(),
                List.of()));
    }

    @Override
    public void callerWritable() {
        // the answer was written at once
    }
}
