package dev.doppel.mock.serve;

import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;

/** What answers a twin's requests: an instance, or its admin API. Thread-safe; {@link #handle} is called off the event loops. */
public interface TwinHandler {
    /** Answers; may wait for locks and take its time. */
    TwinResponse handle(TwinRequest request);

    /** Bytes of a request body that are looked at; a longer body is handed over cut one byte above, so that it is refused in the twin's words. */
    long bodyLimit();

    /** The mock port of a twin. */
    static TwinHandler of(TwinInstance twin) {
        return new TwinHandler() {
            @Override
            public TwinResponse handle(TwinRequest request) {
                return twin.handle(request);
            }

            @Override
            public long bodyLimit() {
                return twin.catalog().config().server().maxBodySize();
            }
        };
    }
}
