package dev.doppel.mock.serve;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes HTTP/1 answers; knows when the request was a HEAD. Confined to its channel. */
public final class ResponseEncoder extends HttpResponseEncoder {
    private boolean head;

    void requestWasHead(boolean was) {
        this.head = was;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return head || super.isContentAlwaysEmpty(response);
    }
}
