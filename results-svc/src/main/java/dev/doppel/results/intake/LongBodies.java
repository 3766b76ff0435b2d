package dev.doppel.results.intake;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.exchange.CapturedBody;
import dev.doppel.contract.exchange.Exchange;
import java.time.Duration;

/** Bodies in, that travelled apart from their exchange; and out, for readers who get no blobs. */
final class LongBodies {
    private LongBodies() {}

    /** With all bodies inside; one whose content did not come is truncated to nothing. */
    static Exchange inline(Exchange exchange, Content content, Duration limit) {
        return exchange.mapBodies(body -> inline(body, content, limit));
    }

    /** With bodies of at most this many bytes; what is longer is truncated to nothing. */
    static Exchange bounded(Exchange exchange, int maxBytes) {
        return exchange.mapBodies(
                body -> body.blob() != null || body.inlineLength() > maxBytes ? body.withoutContent() : body);
    }

    private static CapturedBody inline(CapturedBody body, Content content, Duration limit) {
        BlobRef blob = body.blob();
        if (blob == null) {
            return body;
        }
        byte[] bytes = content.get(blob, limit);
        return bytes == null ? body.withoutContent() : body.with(bytes);
    }
}
