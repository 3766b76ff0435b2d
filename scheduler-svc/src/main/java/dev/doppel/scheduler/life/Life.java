package dev.doppel.scheduler.life;

import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.result.InstanceState;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance stands. The methods of each state are its legal transitions:
 *
 * <pre>
 * queued -> placed -> preparing -> starting -> running -> finishing -> closing -> gone
 *    ^         \_________\___________\____________\____________________^   |
 *    |_____________________________ again _________________________________|
 * </pre>
 *
 * All states are immutable.
 */
public sealed interface Life {
    /** Internal word for it, stored and shown to people who watch. */
    String phase();

    /** The word of definition spec 8.1. */
    InstanceState shown();

    /** The attempt under way, null when there is none. */
    @Nullable
    Attempt current();

    /** Waits for room. */
    record Queued(int attempts, long version) implements Life {
        public Placed place(Attempt attempt) {
            return new Placed(attempt);
        }

        /** Cancelled before anything was made. */
        public Gone cancel(Ending.Decided ending) {
            return new Gone(ending);
        }

        @Override
        public String phase() {
            return "queued";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.PENDING;
        }

        @Override
        public @Nullable Attempt current() {
            return null;
        }
    }

    /** A holder is chosen; the provider makes the environment. */
    record Placed(Attempt current) implements Life {
        Preparing created(Attempt published, Set<String> holders, Items items) {
            return new Preparing(published, holders, items);
        }

        Closing fail(Ending ending, Instant until) {
            return Closing.of(current, ending, Set.of(), until);
        }

        @Override
        public String phase() {
            return "placed";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.STARTING;
        }
    }

    /**
     * Holders open listeners and answer names.
     *
     * @param waiting {@code service/replica} of those that have not confirmed yet
     */
    record Preparing(Attempt current, Set<String> waiting, Set<String> holders, Items items) implements Life {
        public Preparing {
            waiting = Set.copyOf(waiting);
            holders = Set.copyOf(holders);
        }

        private Preparing(Attempt current, Set<String> holders, Items items) {
            this(current, holders, holders, items);
        }

        Preparing without(String holder) {
            return new Preparing(current, Sets.without(waiting, holder), holders, items);
        }

        Starting applied() {
            return new Starting(current, holders, items);
        }

        @Override
        public String phase() {
            return "preparing";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.STARTING;
        }
    }

    /** Items start stage by stage. */
    record Starting(Attempt current, Set<String> holders, Items items) implements Life {
        Starting with(Attempt attempt, Items next) {
            return new Starting(attempt, holders, next);
        }

        Running ready(Attempt attempt, Instant claimBy) {
            return new Running(attempt, holders, items, null, claimBy, null);
        }

        @Override
        public String phase() {
            return "starting";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.STARTING;
        }
    }

    /**
     * A runner may claim it or has.
     *
     * @param runner who claimed it, null before
     * @param silentUntil a runner that says nothing until then is lost; before the claim: when it must be claimed
     * @param endBy when all tests must be over; null before the claim
     */
    record Running(
            Attempt current,
            Set<String> holders,
            Items items,
            @Nullable String runner,
            Instant silentUntil,
            @Nullable Instant endBy)
            implements Life {
        Running claimed(String by, Instant until, Instant end) {
            return new Running(current, holders, items, by, until, end);
        }

        Running heard(Instant until) {
            return new Running(current, holders, items, runner, until, endBy);
        }

        Running with(Attempt attempt, Items next) {
            return new Running(attempt, holders, next, runner, silentUntil, endBy);
        }

        Finishing withdraw(InstanceWithdrawn.Cause cause, String reason, Instant until) {
            return new Finishing(current, holders, cause, reason, until);
        }

        Finishing finished(String reason, Instant until) {
            return new Finishing(current, holders, null, reason, until);
        }

        @Override
        public String phase() {
            return "running";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.RUNNING;
        }
    }

    /**
     * The runner has been told to stop, or has given its verdict.
     *
     * @param cause why it was told to stop; null when it ended by itself
     * @param until when its last word must have come
     */
    record Finishing(
            Attempt current, Set<String> holders, InstanceWithdrawn.@Nullable Cause cause, String reason, Instant until)
            implements Life {
        Closing close(Attempt attempt, Ending ending, Instant limit) {
            return Closing.of(attempt, ending, holders, limit);
        }

        @Override
        public String phase() {
            return "finishing";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.STOPPING;
        }
    }

    /**
     * Holders close, the provider removes.
     *
     * @param waiting {@code service/replica} of those that have not closed yet
     * @param removed whether the provider is done
     */
    record Closing(Attempt current, Ending ending, Set<String> waiting, boolean removed, Instant until)
            implements Life {
        public Closing {
            waiting = Set.copyOf(waiting);
        }

        static Closing of(Attempt attempt, Ending ending, Set<String> holders, Instant until) {
            return new Closing(attempt, ending, holders, false, until);
        }

        Closing without(String holder) {
            return new Closing(current, ending, Sets.without(waiting, holder), removed, until);
        }

        Closing environmentRemoved() {
            return new Closing(current, ending, waiting, true, until);
        }

        Closing insteadOf(Ending better) {
            return new Closing(current, better, waiting, removed, until);
        }

        boolean done() {
            return removed && waiting.isEmpty();
        }

        Gone gone(Ending.Decided decided) {
            return new Gone(decided);
        }

        Queued again(Attempt last) {
            return new Queued(last.number(), last.version());
        }

        @Override
        public String phase() {
            return "closing";
        }

        @Override
        public InstanceState shown() {
            return InstanceState.STOPPING;
        }
    }

    /** Decided, nothing is left. */
    record Gone(Ending.Decided ending) implements Life {
        @Override
        public String phase() {
            return "gone";
        }

        @Override
        public InstanceState shown() {
            return switch (ending.verdict()) {
                case PASSED, FAILED, INCONCLUSIVE, CANCELLED -> InstanceState.STOPPED;
                case ERROR -> InstanceState.FAILED;
            };
        }

        @Override
        public @Nullable Attempt current() {
            return null;
        }
    }

    /** Sets without an element. */
    final class Sets {
        private Sets() {}

        static Set<String> without(Set<String> all, String one) {
            TreeSet<String> rest = new TreeSet<>(all);
            rest.remove(one);
            return rest;
        }
    }
}
