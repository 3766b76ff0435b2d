package dev.doppel.mock.serve;

import dev.doppel.mock.select.PreparedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The caller's side of a call that we make ourselves: only the status is of interest. Confined to the call's event loop. */
final class AnswerTaker implements Reply {
    private final EventLoop loop;
    private final IntConsumer ended;
    private @Nullable Answer answer;
    private int status;
    private boolean over;

    /** @param ended gets the status once the answer is over, 0 when it was broken off */
    AnswerTaker(EventLoop loop, IntConsumer ended) {
        this.loop = loop;
        this.ended = ended;
    }

    void answeredBy(Answer who) {
        this.answer = who;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void inform(HttpResponseStatus informational, HttpHeaders headers) {
        // nobody waits for it
    }

    @Override
    public void head(HttpResponseStatus given, HttpHeaders headers) {
        status = given.code();
    }

    @Override
    public void body(ByteBuf content) {
        content.release();
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        // later, as a socket's would: whoever answers is still in the middle of it
        loop.execute(() -> {
            if (answer != null) {
                answer.sent(true);
            }
            over(status);
        });
    }

    @Override
    public void prepared(PreparedAnswer prepared) {
        status = prepared.status().code();
        end(null);
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void readMore(boolean more) {
        // the request was given whole
    }

    @Override
    public void abort() {
        loop.execute(() -> over(0));
    }

    @Override
    public void tunnel(HttpHeaders headers) {
        loop.execute(() -> {
            if (answer != null) {
                answer.callerGone();
            }
            over(0);
        });
    }

    @Override
    public void raw(ByteBuf content) {
        content.release();
    }

    private void over(int with) {
        if (!over) {
            over = true;
            ended.accept(with);
        }
    }
}
