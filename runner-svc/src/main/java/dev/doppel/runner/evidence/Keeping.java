package dev.doppel.runner.evidence;

import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.CapturedResponse;
import dev.doppel.contract.exchange.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How much evidence is kept, and where: bodies go to a file when memory is full, and beyond the limit nothing more is taken. What is not taken
 * stays missing, so that the attempt becomes inconclusive by itself. Confined to the log's lock.
 */
final class Keeping {
    /** Smaller bodies stay with their exchange. */
    private static final int SMALL = 2048;

    private final BodyStore store;
    private final long memory;
    private final long limit;
    private long inMemory;
    private long total;
    private boolean full;

    /**
     * @param memory bytes of bodies before they go to the file
     * @param limit bytes of everything before nothing more is taken
     */
    Keeping(BodyStore store, long memory, long limit) {
        this.store = store;
        this.memory = memory;
        this.limit = limit;
    }

    boolean takes(Exchange exchange) {
        CapturedResponse response = exchange.response();
        long weight = 1000
                + weight(exchange.request().headers())
                + exchange.request().path().length()
                + exchange.request().query().length()
                + exchange.request().body().inlineLength();
        if (response != null) {
            weight += weight(response.headers()) + response.body().inlineLength();
        }
        return take(weight);
    }

    boolean takes(ConsoleLine line) {
        return take(200 + line.message().length());
    }

    boolean takes(CapturedBody body) {
        return take(500 + body.inlineLength());
    }

    private boolean take(long weight) {
        full |= total + weight > limit;
        if (!full) {
            total += weight;
        }
        return !full;
    }

    boolean full() {
        return full;
    }

    private static long weight(Map<String, List<String>> headers) {
        long weight = 0;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            weight += header.getKey().length() + 50;
            for (String value : header.getValue()) {
                weight += value.length() + 50;
            }
        }
        return weight;
    }

    /** The exchange as it is kept. */
    Exchange kept(Exchange exchange) {
        return exchange.mapBodies(this::kept);
    }

    private CapturedBody kept(CapturedBody body) {
        int size = body.inlineLength();
        if (size <= SMALL || inMemory + size <= memory) {
            inMemory += size;
            return body;
        }
        byte[] content = body.bytes();
        if (content == null) {
            return body;
        }
        try {
            return store.put(body, content);
        } catch (IOException e) {
            // no room on disk: memory is what is left, the limit still holds
            inMemory += size;
            return body;
        }
    }
}
