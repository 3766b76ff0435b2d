package dev.doppel.scheduler.drive;

import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.store.Queue;
import org.jboss.logging.Logger;

/** Removes environments that no instance in the queue has a reason for (spec 8.6). */
final class Reaper {
    private static final Logger LOG = Logger.getLogger(Reaper.class);

    private final Queue queue;
    private final EnvironmentProvider provider;

    Reaper(Queue queue, EnvironmentProvider provider) {
        this.queue = queue;
        this.provider = provider;
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
                    if (failure != null) {
                        LOG.warnf(failure, "the environment of instance %s could not be removed", one.instance());
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "the environment of instance %s could not be looked up", one.instance());
        }
    }
}
