package dev.doppel.scheduler.kubernetes.watch;

import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.ExitReason;
import dev.doppel.scheduler.environment.StartedItem;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows one pod from its making to its end: tells the observer what happens, and completes {@link #outcome} when the item runs or will never
 * run. {@link #seen} and {@link #gone} come in order from one watch; they return at once. Thread-safe.
 */
public final class PodFollower implements AutoCloseable {
    private static final Duration LOG_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_WARNINGS = 10;

    private final String item;
    private final EnvironmentObserver observer;
    private final LogSource logs;
    private final Duration unschedulableLimit;
    private final Clock clock;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private @Nullable PodLog log;
    private @Nullable String address;
    private @Nullable String note;
    private @Nullable String pullProblem;
    private @Nullable String trouble;
    private int warnings;
    private boolean unschedulable;
    private boolean over;

    /** What became of a start. */
    public sealed interface Outcome {
        /** The item runs. */
        record Started(StartedItem item) implements Outcome {}

        /** Its image needs root. */
        record NeedsRoot() implements Outcome {}
    }

    /** @param unschedulableLimit how long a pod may wait for a node, or for a node that can set it up */
    public PodFollower(
            String item, EnvironmentObserver observer, LogSource logs, Duration unschedulableLimit, Clock clock) {
        this.item = item;
        this.observer = observer;
        this.logs = logs;
        this.unschedulableLimit = unschedulableLimit;
        this.clock = clock;
    }

    /** Completes once; fails with {@link EnvironmentFailure} when it will never run. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** The pod as it is now. */
    public synchronized void seen(Pod pod) {
        if (over) {
            return;
        }
        PodState state = PodStates.of(pod);
        String now = state.address();
        boolean known = now == null || now.isEmpty() || now.equals(address);
        if (!known && !outcome.isDone()) {
            address = now;
            observer.addressed(item, Objects.requireNonNull(now));
        }
        if (now != null && !now.isEmpty()) {
            // whatever kept its node from setting it up is over
            trouble = null;
        }
        switch (state) {
            case PodState.Waiting waiting -> waiting(waiting);
            case PodState.Running running -> started(running.image());
            case PodState.Ended ended -> {
                started("ended at once");
                ended(ended.code(), ended.reason());
            }
            case PodState.Refused refused -> fail(refused.why());
            case PodState.NeedsRoot needs -> {
                over = true;
                outcome.complete(new Outcome.NeedsRoot());
            }
        }
    }

    private void waiting(PodState.Waiting waiting) {
        String said = waiting.note();
        if (said != null && !said.equals(note)) {
            note = said;
            observer.progress(item, said);
        }
        if (waiting.pulling()) {
            pullProblem = said;
        }
        if (waiting.unschedulable() && !unschedulable) {
            CompletableFuture.delayedExecutor(unschedulableLimit.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::stillUnschedulable);
        }
        unschedulable = waiting.unschedulable();
    }

    /** The cluster warns about the pod. What its status says counts more, and of many warnings only the first are told. */
    public synchronized void warned(PodTrouble warning) {
        if (over
                || outcome.isDone()
                || unschedulable
                || address != null
                || warning.why().equals(trouble)) {
            return;
        }
        if (trouble == null) {
            CompletableFuture.delayedExecutor(unschedulableLimit.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::stillInTrouble);
        }
        trouble = warning.why();
        if (warnings++ < MOST_WARNINGS) {
            observer.progress(item, warning.why());
        }
    }

    private synchronized void stillInTrouble() {
        if (trouble != null && !over && !outcome.isDone()) {
            fail(trouble + " (for " + unschedulableLimit.toSeconds() + " s)");
        }
    }

    private synchronized void stillUnschedulable() {
        if (unschedulable && !over && !outcome.isDone()) {
            fail(note + " (for " + unschedulableLimit.toSeconds() + " s)");
        }
    }

    private void started(String image) {
        unschedulable = false;
        if (log == null) {
            log = new PodLog(item, logs, observer, clock);
        }
        outcome.complete(new Outcome.Started(new StartedItem(item, String.valueOf(address), image)));
    }

    private void fail(String why) {
        over = true;
        PodLog lines = log;
        // the first answer of a registry says more than the back-off that follows it
        String first = pullProblem != null && why.contains("Back-off") ? pullProblem : why;
        EnvironmentFailure failure = new EnvironmentFailure(
                item, "item " + item + ": " + first, lines == null ? List.of() : lines.lastLines());
        if (!outcome.completeExceptionally(failure)) {
            observer.exited(item, 255, why, failure.lastLines());
        }
    }

    private void ended(int code, @Nullable String reason) {
        over = true;
        PodLog lines = log;
        if (lines == null) {
            observer.exited(item, code, reason, List.of());
            return;
        }
        lines.itemEnded();
        Thread.ofVirtual().name("end-" + item).start(() -> {
            try {
                lines.awaitEnd(LOG_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            List<String> last = lines.lastLines();
            observer.exited(item, code, reason != null ? reason : ExitReason.of(code, false, last), last);
        });
    }

    /** The pod is gone, and not because of {@link #close}. */
    public synchronized void gone() {
        if (over) {
            return;
        }
        String why = "its pod was deleted by someone else than Doppel (an eviction, a node that was drained, a person)";
        over = true;
        EnvironmentFailure failure = new EnvironmentFailure(item, "item " + item + ": " + why, List.of());
        if (!outcome.completeExceptionally(failure)) {
            ended(137, why);
        }
    }

    /** From now on nothing is reported. */
    @Override
    public synchronized void close() {
        over = true;
        if (log != null) {
            log.close();
        }
        outcome.completeExceptionally(new EnvironmentFailure(
                item, "item " + item + " was not started: its environment is being removed", List.of()));
    }
}
