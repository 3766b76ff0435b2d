package dev.doppel.mock.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.NearMiss;
import dev.doppel.mock.capture.RawBody;
import dev.doppel.mock.capture.RawExchange;
import dev.doppel.mock.capture.RawHeaders;
import dev.doppel.mock.select.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;

/** An error of ours, as JSON that says what, where and why (spec 3.7). */
final class Refusal implements Answer {
    private final Call call;
    private final Reply reply;
    private final Route.Refused route;
    private final byte[] body;
    private final HttpHeaders headers;
    private boolean answered;

    Refusal(Call call, Reply reply, Route.Refused route) {
        this.call = call;
        this.reply = reply;
        this.route = route;
        this.body = json(call, route).toString().getBytes(StandardCharsets.UTF_8);
        this.headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }

    /** Tells a test step that nothing of its request was sent, so that it may try again (spec 5.3). */
    void tellRunner(String why) {
        headers.set("x-doppel-error", why);
    }

    private static ObjectNode json(Call call, Route.Refused route) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", route.error());
        json.put("host", call.head().host());
        json.put("method", call.head().method());
        json.put("path", call.head().path());
        if (!route.explained().isEmpty()) {
            ArrayNode mocks = json.putArray("mocks");
            for (NearMiss miss : route.explained()) {
                mocks.addObject().put("mock", miss.mock()).put("reason", miss.reason());
            }
        }
        return json;
    }

    @Override
    public void begin() {
        if (HttpUtil.is100ContinueExpected(call.message())) {
            answer();
        }
    }

    @Override
    public void content(ByteBuf content) {
        // captured by the handler, needed by nobody
    }

    @Override
    public void end(HttpHeaders trailers) {
        answer();
    }

    /** Answers now; the rest of the request, if any, is read and captured. */
    void answer() {
        if (answered) {
            return;
        }
        answered = true;
        reply.head(HttpResponseStatus.valueOf(route.status()), headers);
        reply.body(Unpooled.wrappedBuffer(body));
        reply.end(null);
        reply.flush();
    }

    /** For a record that another one writes. */
    RawHeaders headers() {
        return new RawHeaders(headers, null);
    }

    /** For a record that another one writes; not to be changed. */
    byte[] body() {
        return body;
    }

    @Override
    public void sent(boolean delivered) {
        call.finished(new Call.Outcome(
                delivered ? Exchange.State.COMPLETE : Exchange.State.ABANDONED,
                new RawExchange.RawResponse(
                        route.status(), new RawHeaders(headers, null), RawBody.of(body, Integer.MAX_VALUE)),
                Exchange.AnsweredBy.PLATFORM,
                null,
                delivered,
                route.error(),
                null,
                route.nearMisses()));
    }

    @Override
    public void callerGone() {
        sent(false);
    }

    @Override
    public void callerWritable() {
        // the answer was written at once
    }
}
