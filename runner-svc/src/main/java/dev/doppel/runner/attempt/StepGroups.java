package dev.doppel.runner.attempt;

import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.TestCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Steps that run at once and are joined: the legacy nested lists of spec 1.10. */
final class StepGroups {
    private StepGroups() {}

    /** Runs a group; almost always it is one step, on the calling thread. */
    static List<StepRunner.Ended> run(StepRunner steps, Course course, TestCase.StepGroup group)
            throws Stop, InterruptedException {
        if (group.steps().size() == 1) {
            return List.of(steps.run(course, group.steps().getFirst()));
        }
        List<CompletableFuture<StepRunner.Ended>> running = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Step step : group.steps()) {
            CompletableFuture<StepRunner.Ended> one = new CompletableFuture<>();
            running.add(one);
            threads.add(Thread.ofVirtual().name("step-" + step.index()).start(() -> {
                try {
                    one.complete(steps.run(course, step));
                } catch (Exception e) {
                    one.completeExceptionally(e);
                }
            }));
        }
        List<StepRunner.Ended> ended = new ArrayList<>();
        try {
            for (CompletableFuture<StepRunner.Ended> one : running) {
                ended.add(one.get());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Stop ended1 -> throw ended1;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        return ended;
    }
}
