package dev.doppel.twin;

import dev.doppel.twin.chaos.Chaos;
import dev.doppel.twin.engine.Additions;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.RunState;
import dev.doppel.twin.engine.Runs;
import dev.doppel.twin.engine.Serving;
import dev.doppel.twin.engine.TableAccess;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.journal.Journal;
import dev.doppel.twin.journal.LogEntry;
import dev.doppel.twin.route.Router;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A twin with state. Thread-safe; {@link #handle} may be called from any number of threads and never blocks on I/O. */
public final class TwinInstance {
    private volatile Catalog catalog;
    private final TwinOptions options;
    private final Runs runs;
    private final Chaos chaos;
    private final Journal journal;
    private final Additions additions = new Additions();
    private final AtomicLong numbers = new AtomicLong();

    TwinInstance(Catalog catalog, TwinOptions options, Chaos chaos) {
        this.catalog = catalog;
        this.options = options;
        this.runs = new Runs(() -> this.catalog, options);
        this.chaos = chaos;
        this.journal = new Journal(catalog.config().server().maxLogEntries());
    }

    /** Answers a request to the mock port. The edge applies delay and delivery and makes the webhooks' calls. */
    public TwinResponse handle(TwinRequest request) {
        long start = System.nanoTime();
        Runs.Selected selected = runs.select(request);
        if (selected.refused() != null) {
            return selected.refused();
        }
        RunState run = selected.state();
        Serving.Outcome outcome = new Serving(catalog, run, chaos, options.visibleDeletes()).serve(selected.request());
        TwinResponse response = outcome.response();
        if (!request.rawPath().startsWith("/__mockd/")) {
            double millis = (System.nanoTime() - start) / 1e6;
            journal.add(LogEntry.of(
                    "req_" + numbers.incrementAndGet(),
                    selected.id(),
                    run.now(),
                    selected.request(),
                    response,
                    response.operation(),
                    millis,
                    outcome.chaos(),
                    outcome.nearMisses().stream().map(TwinInstance::near).toList()));
        }
        return response;
    }

    private static Map<String, Object> near(Router.NearMiss n) {
        return Map.of(
                "mockId",
                n.route().id(),
                "mockName",
                n.route().name(),
                "matchPercentage",
                (long) n.percentage(),
                "reason",
                n.reason());
    }

    /** What is served now. */
    public Catalog catalog() {
        return catalog;
    }

    /** Serves another catalog from the next request on; tables that stay keep their rows. */
    public void replace(Catalog next) {
        catalog = next;
        runs.adopt(next);
    }

    /** How it was loaded. */
    public TwinOptions options() {
        return options;
    }

    /** What was added while it ran. */
    public Additions additions() {
        return additions;
    }

    /** The rows of the shared run, for those who look at a twin from outside its API. */
    public TableAccess tables() {
        return new TableAccess(catalog, runs.shared());
    }

    public Runs runs() {
        return runs;
    }

    public Chaos chaos() {
        return chaos;
    }

    public Journal journal() {
        return journal;
    }
}
