package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * How far an item is.
 *
 * @param fact what it is
 * @param status where it stands
 * @param address its own address, null until known
 * @param outcome last probe's result in words, or while it is being started what was last said about that; empty before the first
 */
public record ItemProgress(
        ItemFact fact, Status status, @Nullable String address, String outcome) {
    /** WAITING: not asked to start. STARTING: asked. STARTED: its process runs. READY: its probe passed, or a one-shot worker ended well. */
    public enum Status {
        WAITING,
        STARTING,
        STARTED,
        READY
    }

    /** True when the next stage need not wait for it. */
    boolean complete() {
        return status == Status.READY || status == Status.STARTED && fact.kind() == ItemKind.WORKER && !fact.oneShot();
    }

    ItemProgress with(Status next) {
        return new ItemProgress(fact, next, address, outcome);
    }
}
