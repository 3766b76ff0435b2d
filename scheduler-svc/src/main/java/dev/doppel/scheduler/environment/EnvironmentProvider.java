package dev.doppel.scheduler.environment;

import dev.doppel.contract.id.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Creates, observes and removes environments; decides nothing else (architecture, "Environments"). Thread-safe; all methods return at once.
 * Failures are {@link EnvironmentFailure}s with text for the user. One contract suite runs over every implementation.
 *
 * <p>Order of calls for one environment: {@link #check}, {@link #create}, {@link #start} per item, {@link #remove}. {@code remove} may come
 * at any time, also for an environment that was created by an earlier life of this process.
 */
public interface EnvironmentProvider extends AutoCloseable {
    /** {@code process} or {@code kubernetes}. */
    String name();

    /**
     * Whether every item can be started here: images mapped or present, engines and versions to be had, limits known. Nothing is started.
     *
     * @return one text per item that cannot, naming item, image and what to do; empty when all can
     */
    CompletableFuture<List<String>> check(EnvironmentPlan plan);

    /**
     * Makes the network of the environment, with addresses for every item that stay fixed for its life; starts nothing.
     *
     * @param observer told about everything that happens until {@code remove} has completed; never called under a lock
     */
    CompletableFuture<EnvironmentLayout> create(EnvironmentPlan plan, EnvironmentObserver observer);

    /**
     * Starts one item; completes when its process or pod runs (ready is another matter); for a DATABASE when its init files are done, where
     * the provider runs them itself and not the image.
     */
    CompletableFuture<StartedItem> start(EnvironmentPlan plan, String item);

    /**
     * Removes everything of one attempt, idempotently; completes when nothing is left, or when a cluster has taken over to remove it. Its place
     * is free only when nothing is left.
     */
    CompletableFuture<Void> remove(InstanceId instance, int attempt);

    /**
     * The instance has failed and its environment closes: leaves it to people for a while where that was configured, else removes it. What is
     * kept is no longer observed, and removed when its time is up.
     */
    default CompletableFuture<Void> removeFailed(InstanceId instance, int attempt) {
        return remove(instance, attempt);
    }

    /** The dns-svc replicas live at other addresses than before; returns at once. Of use only where they are reached over a network. */
    default void namesMoved(List<String> addresses) {}

    /** What exists here, for the reaper; includes what earlier lives of this process left. */
    CompletableFuture<Collection<Existing>> existing();

    /** One environment that exists. */
    record Existing(InstanceId instance, int attempt) {}

    /** Environments that outlived what was meant to remove them. */
    default Leaks leaks() {
        return new Leaks(0, 0);
    }

    /**
     * @param found how many this life of the process has found
     * @param now how many were there, over their time, at the last look
     */
    record Leaks(long found, long now) {}

    @Override
    void close();
}
