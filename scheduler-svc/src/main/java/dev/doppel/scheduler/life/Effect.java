package dev.doppel.scheduler.life;

import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision asks the edge to do. Messages are stored with the new state in one transaction, calls follow it. */
public sealed interface Effect {
    /** An arrow of the life: a state was entered. */
    record Entered(Life state, int attempt, @Nullable String reason) implements Effect {}

    /** Publish the wanted state of the environment, in the phase and version of the new state. */
    record PublishEnvironment(Attempt attempt, dev.doppel.contract.environment.Phase phase) implements Effect {}

    /** Delete the environment's key. */
    record Tombstone() implements Effect {}

    /** Tell runners that the attempt is ready. */
    record PublishReady() implements Effect {}

    /** Tell the runner to stop. */
    record Withdraw(Attempt attempt, InstanceWithdrawn.Cause cause, String reason) implements Effect {}

    /**
     * An item's state changed.
     *
     * @param lastLines the item's last console lines; null = the edge takes those it has kept
     */
    record ItemChanged(
            int attempt,
            String item,
            ItemState state,
            @Nullable String detail,
            @Nullable List<String> lastLines) implements Effect {}

    /**
     * The instance is decided.
     *
     * @param tests whether scheduler-svc must give the results of the tests too because no runner did
     */
    record Decided(int attempt, Verdict verdict, @Nullable String reason, boolean tests) implements Effect {}

    /** Ask the provider whether all can be started, then to make the environment. */
    record Create() implements Effect {}

    /** Ask the provider to start an item. */
    record StartItem(String item) implements Effect {}

    /** Ask the provider to remove the attempt's environment. */
    record Remove(int attempt) implements Effect {}
}
