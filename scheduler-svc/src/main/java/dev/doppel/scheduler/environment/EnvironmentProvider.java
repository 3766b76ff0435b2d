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

    /** Starts one item; completes when its process or pod runs (ready is another matter), for a DATABASE when its init files are done. */
    CompletableFuture<StartedItem> start(EnvironmentPlan plan, String item);

    /** Removes everything of one attempt, idempotently; completes when nothing is left. */
    CompletableFuture<Void> remove(InstanceId instance, int attempt);

    /** What exists here, for the reaper; includes what earlier lives of this process left. */
    CompletableFuture<Collection<Existing>> existing();

    /** One environment that exists. */
    record Existing(InstanceId instance, int attempt) {}

    @Override
    void close();
}
