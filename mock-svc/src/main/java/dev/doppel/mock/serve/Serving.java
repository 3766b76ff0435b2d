package dev.doppel.mock.serve;

import dev.doppel.mock.capture.AttemptLog;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.select.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a connection needs to know of its environment. Thread-safe. */
public interface Serving {
    /** The newest version; a request takes it once. */
    Snapshot snapshot();

    /** Where its exchanges are numbered. */
    AttemptLog log();

    /** Ways to items and outside. */
    Upstreams upstreams();

    /** What answers for a twin, or null when there is none of that name. */
    @Nullable
    TwinHandler twin(String name);

    /** Where twins work; may block. */
    Executor workers();

    /** Makes the calls that twins promise. */
    Webhooks webhooks();

    /** For the record. */
    Clock clock();

    /** How long an upstream may take to begin its answer once it has the whole request (spec 3.7). */
    Duration upstreamTimeout();
}
