package dev.doppel.scheduler.drive;

import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.store.Queue;
import dev.doppel.scheduler.store.Retention;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes environments that no instance in the queue has a reason for (spec 8.6), and forgets runs that are long over. */
final class Reaper {
    private static final Logger LOG = Logger.getLogger(Reaper.class);

    private final Queue queue;
    private final EnvironmentProvider provider;

    private final Retention retention;
    private final Duration keep;
    private final Tally tally;

    Reaper(Queue queue, EnvironmentProvider provider, Retention retention, Duration keep, Tally tally) {
        this.queue = queue;
        this.provider = provider;
        this.retention = retention;
        this.keep = keep;
        this.tally = tally;
    }

    /** Forgets what is old; in the background too. */
    void forget() {
        Thread.ofVirtual().name("scheduler-retention").start(() -> {
            try {
                int forgotten = retention.forget(keep);
                if (forgotten > 0) {
                    LOG.infof("forgot %d runs that ended more than %d days ago", forgotten, keep.toDays());
                }
            } catch (RuntimeException e) {
                LOG.warn("old runs could not be forgotten", e);
            }
        });
    }

    /** Looks once; removal goes on in the background. */
    void reap() {
        provider.existing().whenComplete((all, failure) -> {
            if (failure != null) {
                LOG.warn("existing environments could not be listed", failure);
                return;
            }
            Thread.ofVirtual().name("scheduler-reaper").start(() -> {
                for (EnvironmentProvider.Existing one : all) {
                    remove(one);
                }
            });
        });
    }

    private void remove(EnvironmentProvider.Existing one) {
        try {
            if (!queue.alive(one.instance(), one.attempt())) {
                LOG.infof(
                        "removing the environment of instance %s, attempt %d: nobody needs it",
                        one.instance(), one.attempt());
                provider.remove(one.instance(), one.attempt()).whenComplete((done, failure) -> {
                    if (failure == null) {
                        tally.reapedOne();
                    } else {
                        LOG.warnf(failure, "the environment of instance %s could not be removed", one.instance());
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "the environment of instance %s could not be looked up", one.instance());
        }
    }
}
