package dev.doppel.results.retention;

import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.store.Forget;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Forgets runs in the background: all but the newest finished ones, and whatever is too old (definition spec 9.1). */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration ORPHANS_FOR = Duration.ofHours(1);

    private final ResultsConfig config;
    private final Forget forget;
    private final Vertx vertx;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean busy = new AtomicBoolean();
    private long timer = -1;

    Retention(ResultsConfig config, Forget forget, Vertx vertx) {
        this.config = config;
        this.forget = forget;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.retentionEvery().toMillis(), id -> {
            if (busy.compareAndSet(false, true)) {
                Thread.ofVirtual().name("results-retention").start(this::quietly);
            }
        });
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Forgets what is due now; blocks until it is done. */
    public void now() {
        Instant now = clock.instant();
        for (String run : forget.candidates(config.keepRuns(), now.minus(config.keepFor()))) {
            forget.run(run);
            LOG.infof("forgot run %s", run);
        }
        forget.orphans(now.minus(ORPHANS_FOR));
    }

    private void quietly() {
        try {
            now();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "old runs could not be forgotten, trying again in %s: %s", config.retentionEvery(), e.getMessage());
        } finally {
            busy.set(false);
        }
    }
}
