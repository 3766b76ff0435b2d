package dev.doppel.mock.capture;

import dev.doppel.contract.request.BarrierRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides when the barriers of an attempt may be answered: when all has been quiet for long enough, else at their latest time. Times are
 * monotonic, in nanoseconds. Performs nothing. Confined to the log's lock.
 */
final class Barriers {
    /** How long a promised call that is due is waited for at a time. */
    private static final long OVERDUE_NANOS = 2_000_000;

    private final Map<String, Long> completedAt = new HashMap<>();
    private final Set<String> marks = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<PendingCall> pending = new HashSet<>();

    /** A barrier that is not answered yet. */
    record Waiting(BarrierRequest request, long receivedAt) {}

    /** A barrier whose time has come. */
    record Due(Waiting barrier, boolean quiet) {}

    /**
     * @param due to be answered now
     * @param waitNanos when to look again; {@link Long#MAX_VALUE} when no barrier waits
     */
    record Decision(List<Due> due, long waitNanos) {}

    /** A request of this id, by which barriers count their times, was completed; a later moment replaces an earlier one. */
    void completed(String requestId, long at) {
        completedAt.put(requestId, at);
    }

    /** A mark of this id was set. */
    void marked(String requestId, long at) {
        marks.add(requestId);
        completed(requestId, at);
    }

    boolean isCompleted(String requestId) {
        return completedAt.containsKey(requestId);
    }

    void promise(PendingCall call) {
        pending.add(call);
    }

    void settle(PendingCall call) {
        pending.remove(call);
    }

    /** False when one of this id came before. */
    boolean take(BarrierRequest request, long now) {
        return seen.add(request.id()) && waiting.add(new Waiting(request, now));
    }

    /** Lets a barrier that was due wait on. */
    void waitOn(Waiting barrier) {
        waiting.add(barrier);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
    }

    /**
     * Takes out what can be answered.
     *
     * @param lastActivity when something came or went last
     * @param idle whether no call is in flight
     */
    Decision decide(long now, long lastActivity, boolean idle) {
        List<Due> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Waiting barrier : List.copyOf(waiting)) {
            long deadline = deadline(barrier);
            long quietAt = Math.max(lastActivity, quietFrom(barrier))
                    + TimeUnit.MILLISECONDS.toNanos(barrier.request().quietMillis());
            boolean still = idle && !promised(barrier);
            boolean quiet = still && quietAt - now <= 0;
            if (quiet || deadline - now <= 0 && !overdue(now)) {
                waiting.remove(barrier);
                due.add(new Due(barrier, quiet));
            } else {
                long latest = Math.max(deadline - now, OVERDUE_NANOS);
                next = Math.min(next, still ? Math.min(latest, quietAt - now) : latest);
            }
        }
        return new Decision(due, next);
    }

    /** The latest time at which a barrier is answered. */
    long deadline(Waiting barrier) {
        return from(barrier) + TimeUnit.MILLISECONDS.toNanos(barrier.request().latestMillis());
    }

    /** Whether somebody has promised a call that will be made before the barrier's deadline. */
    boolean promised(Waiting barrier) {
        long deadline = deadline(barrier);
        return pending.stream().anyMatch(call -> call.dueNanos() - deadline <= 0);
    }

    /** Whether a promised call should have been made a moment ago: it is about to be, and is waited for. */
    private boolean overdue(long now) {
        return pending.stream().anyMatch(call -> call.dueNanos() - now <= 0);
    }

    private long from(Waiting barrier) {
        Long completed = completedAt.get(barrier.request().since());
        return completed == null ? barrier.receivedAt() : completed;
    }

    /** A mark's action may have lasted until the barrier was asked for, so quiet never counts from the mark. */
    private long quietFrom(Waiting barrier) {
        return marks.contains(barrier.request().since()) ? barrier.receivedAt() : from(barrier);
    }
}
