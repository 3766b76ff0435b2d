package dev.doppel.runner.attempt;

import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.TestCase;
import dev.doppel.runner.block.Language;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.variable.Variables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the tests of one attempt on the calling (virtual) thread and tells its verdict. Used once. */
public final class AttemptRun {
    private static final Logger LOG = Logger.getLogger(AttemptRun.class);

    private static final String BEFORE = "the time before the first test";

    private final Environment environment;
    private final Definition definition;
    private final InstanceReady ready;
    private final Wires wires;
    private final Clock clock;
    private final Stopwatch watch;
    private final Notes notes = new Notes();
    private final StepRunner steps;
    private final List<TestResult> tests = new ArrayList<>();
    private @Nullable Stop stop;
    private @Nullable String error;
    private @Nullable String rest;
    private boolean lost;
    private String stoppedAt = "";

    /** An attempt that has not begun. */
    public AttemptRun(Environment environment, Wires wires, Limits limits, Clock clock) {
        this.environment = environment;
        this.definition = environment.definition();
        this.ready = environment.ready();
        this.wires = wires;
        this.clock = clock;
        this.watch = new Stopwatch(Duration.ofMillis(ready.executionLimitMillis()));
        this.steps = new StepRunner(environment, wires, limits, clock, watch, notes);
    }

    /**
     * Runs everything.
     *
     * @return the verdict, already told; empty when the environment was lost before a failure was decided
     * @throws InterruptedException when this replica goes down: then nothing is told
     */
    public Optional<TestsFinished> run() throws InterruptedException {
        Map<String, com.fasterxml.jackson.databind.JsonNode> earlier = new HashMap<>();
        InstanceWithdrawn gone = environment.log().withdrawn();
        if (gone != null) {
            stopped(new Stop.Withdrawn(gone), BEFORE);
        }
        try {
            if (definition.tests().stream()
                    .map(test -> new Course(test, new Variables(Map.of(), Map.of(), Map.of())))
                    .anyMatch(course -> course.anyMentions(Observed.BOOT_TRAFFIC))) {
                steps.markBoot();
            }
        } catch (Stop e) {
            stopped(e, BEFORE);
        } catch (InterruptedException e) {
            interrupted(e, BEFORE);
        }
        for (TestCase test : definition.tests()) {
            Variables variables = new Variables(test.variables(), definition.variables(), earlier);
            tests.add(runTest(test, variables));
            earlier = variables.handOn();
            variables
                    .borrowed()
                    .forEach(name -> notes.add(
                            "test '" + test.name() + "' uses {{" + name + "}}, which only an earlier test has set"));
        }
        return finish();
    }

    private TestResult runTest(TestCase test, Variables variables) throws InterruptedException {
        long begun = System.nanoTime();
        Course course = new Course(test, variables);
        List<StepResult> results = new ArrayList<>();
        @Nullable String skip = rest;
        @Nullable String testError = null;
        watch.startTest(test.timeout());
        if (test.steps().isEmpty()) {
            notes.add("test '" + test.name() + "' has no steps");
        }
        if (test.loop() != null) {
            error = "loops are not supported yet; validation should have refused test '" + test.name() + "'";
            rest = error;
            skip = error;
        }
        boolean started = false;
        for (TestCase.StepGroup group : test.groups()) {
            if (skip == null && watch.testOver()) {
                testError = watch.testMessage();
                skip = testError;
            }
            if (skip != null) {
                for (Step step : group.steps()) {
                    results.add(Skipped.step(step, Outcome.SKIPPED, skip, steps.offset()));
                }
                continue;
            }
            List<StepResult> ended = new ArrayList<>();
            String where = "test '" + test.name() + "', step '"
                    + group.steps().getFirst().name() + "'";
            try {
                if (!started) {
                    steps.startTest(course);
                    started = true;
                }
                for (StepRunner.Ended one : StepGroups.run(steps, course, group)) {
                    ended.add(one.result());
                    lost |= one.lost();
                }
            } catch (Stop e) {
                stopped(e, where);
            } catch (InterruptedException e) {
                interrupted(e, where);
            } catch (RuntimeException e) {
                LOG.errorf(e, "attempt %s failed", ready.attempt());
                error = "the platform is at fault: " + (e.getMessage() == null ? e : e.getMessage());
                rest = error;
            }
            for (Step step : group.steps()) {
                if (ended.stream().noneMatch(result -> result.index() == step.index())) {
                    ended.add(Skipped.step(step, outcomeOfStopped(), String.valueOf(rest), steps.offset()));
                }
            }
            ended.sort(Comparator.comparingInt(StepResult::index));
            for (StepResult result : ended) {
                results.add(result);
                wires.tell(new StepFinished(
                        ready.run(),
                        clock.instant(),
                        ready.attempt().instance(),
                        ready.attempt().number(),
                        test.index(),
                        result));
            }
            if (lost && rest == null) {
                rest = "evidence was lost before";
            }
            skip = rest;
            if (skip == null) {
                skip = stopAfter(group, ended);
            }
        }
        if (watch.testOver() && testError == null && rest == null && !results.isEmpty()) {
            testError = watch.testMessage();
        }
        return result(test, results, testError, begun);
    }

    /** Why the rest of the test is skipped after these steps; null when it goes on. */
    private @Nullable String stopAfter(TestCase.StepGroup group, List<StepResult> ended) {
        for (StepResult result : ended) {
            if (result.outcome() != Outcome.FAILED) {
                continue;
            }
            if (definition.config().stopDefinitionOnFailure()) {
                rest = "step '" + result.name() + "' failed";
                return rest;
            }
            boolean stops =
                    group.steps().stream().anyMatch(step -> step.index() == result.index() && step.stopOnFailure());
            if (stops) {
                return "step '" + result.name() + "' failed";
            }
        }
        return null;
    }

    private void stopped(Stop e, String where) {
        stop = e;
        stoppedAt = where;
        rest = e.reason();
        lost |= e instanceof Stop.Lost;
    }

    /** A withdrawal also wakes what waits, so an interrupt may mean either. */
    private void interrupted(InterruptedException e, String where) throws InterruptedException {
        InstanceWithdrawn end = environment.log().withdrawn();
        if (end == null) {
            throw e;
        }
        stopped(new Stop.Withdrawn(end), where);
    }

    private Outcome outcomeOfStopped() {
        return switch (stop) {
            case Stop.Withdrawn withdrawn ->
                switch (withdrawn.cause()) {
                    case CANCELLED -> Outcome.CANCELLED;
                    case CRASHED, TIMED_OUT -> Outcome.FAILED;
                    case LOST -> Outcome.INCONCLUSIVE;
                };
            case Stop.Lost gone -> Outcome.INCONCLUSIVE;
            case Stop.OutOfTime over -> Outcome.FAILED;
            case null -> Outcome.SKIPPED;
        };
    }

    private TestResult result(TestCase test, List<StepResult> results, @Nullable String testError, long begun) {
        Outcome outcome = testError == null ? outcome(results) : Outcome.FAILED;
        String why = testError;
        for (StepResult step : results) {
            if (why == null && outcome != Outcome.PASSED && step.outcome() == outcome) {
                why = "step '" + step.name() + "': " + step.error();
            }
        }
        return new TestResult(
                test.index(),
                test.name(),
                outcome,
                why,
                (System.nanoTime() - begun) / 1_000_000,
                results,
                Language.position(test.at()));
    }

    private Outcome outcome(List<StepResult> results) {
        if (results.isEmpty()) {
            return rest == null ? Outcome.PASSED : Outcome.SKIPPED;
        }
        for (Outcome worst : List.of(Outcome.FAILED, Outcome.CANCELLED, Outcome.INCONCLUSIVE)) {
            if (results.stream().anyMatch(step -> step.outcome() == worst)) {
                return worst;
            }
        }
        return results.stream().allMatch(step -> step.outcome() == Outcome.SKIPPED) ? Outcome.SKIPPED : Outcome.PASSED;
    }

    private Optional<TestsFinished> finish() {
        var evidence = environment.log().snapshot();
        notes.ofEvidence(evidence.seen());
        if (environment.log().overflowed()) {
            notes.add("there was more evidence than is kept of one attempt (doppel.runner.evidence-limit)");
        }
        if (definition.tests().isEmpty()) {
            notes.add("environment only: the definition has no tests");
        }
        Verdicts.Final end = Verdicts.of(tests, stop, stoppedAt, error, lost);
        if (end == null) {
            return Optional.empty();
        }
        TestsFinished finished = FittingResult.of(new TestsFinished(
                ready.run(),
                clock.instant(),
                ready.attempt().instance(),
                ready.attempt().number(),
                end.verdict(),
                end.reason(),
                notes.all(),
                tests,
                evidence.seen().size()));
        wires.tell(finished);
        return Optional.of(finished);
    }
}
