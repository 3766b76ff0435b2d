package dev.doppel.runner.attempt;

import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.definition.model.Action;
import dev.doppel.definition.model.Step;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.runner.block.Language;
import dev.doppel.runner.block.Mentions;
import dev.doppel.runner.block.Report;
import dev.doppel.runner.block.Standing;
import dev.doppel.runner.decide.Decision;
import dev.doppel.runner.decide.Question;
import dev.doppel.runner.decide.StepDecider;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.document.View;
import dev.doppel.runner.document.Window;
import dev.doppel.runner.evidence.Evidence;
import dev.doppel.runner.variable.Variables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs single steps: start of the window, action, decision (spec 5.2, 7.7). Thread-safe: steps of a group run at once. */
final class StepRunner {
    private final Environment environment;
    private final Wires wires;
    private final Limits limits;
    private final Clock clock;
    private final Stopwatch watch;
    private final Ledger ledger;
    private final Actions actions;
    private final Notes notes;
    private final long startNanos = System.nanoTime();
    private Start boot = Start.UNKNOWN;

    StepRunner(Environment environment, Wires wires, Limits limits, Clock clock, Stopwatch watch, Notes notes) {
        this.environment = environment;
        this.wires = wires;
        this.limits = limits;
        this.clock = clock;
        this.watch = watch;
        this.notes = notes;
        this.ledger = new Ledger(environment.log(), limits.evidenceWait());
        this.actions = new Actions(environment, limits, new TwinActions(environment, wires, ledger));
    }

    /** Marks the end of the boot, before the first test, when some path looks at boot traffic. */
    void markBoot() throws Stop, InterruptedException {
        boot = new Start(mark("boot"), 0);
    }

    /** Marks the start of a test, when some path looks back to it. */
    void startTest(Course course) throws Stop, InterruptedException {
        boolean traffic = course.anyMentions(Observed.ALL_TRAFFIC);
        boolean console = course.anyMentions(Observed.ALL_CONSOLE_LOGS);
        if (traffic || console) {
            course.testStart(new Start(mark(course.test().name()), console ? consoleNow() : 0));
        }
    }

    /** What a step gave, and whether the attempt can go on after it. */
    record Ended(StepResult result, boolean lost) {}

    Ended run(Course course, Step step) throws Stop, InterruptedException {
        Running running = new Running(course, step);
        wires.tell(new StepStarted(
                environment.ready().run(),
                clock.instant(),
                environment.ready().attempt().instance(),
                environment.ready().attempt().number(),
                course.test().index(),
                course.test().name(),
                step.index(),
                course.test().steps().size(),
                running.name));
        return running.run();
    }

    long offset() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private String mark(String label) throws Stop, InterruptedException {
        String id = UUID.randomUUID().toString();
        wires.ask(new MarkRequest(environment.ready().attempt(), id, Report.shorten(label, 100)));
        ledger.find("the answer to a mark", evidence -> evidence.starts().get(id));
        return id;
    }

    private long consoleNow() throws Stop, InterruptedException {
        String id = UUID.randomUUID().toString();
        wires.ask(
                new BarrierRequest(environment.ready().attempt(), id, 0, 0, "", Set.of(BarrierRequest.Source.CONSOLE)));
        ConsoleBarrierAnswer answer = ledger.find(
                "where the console stands",
                evidence -> evidence.consoleBarriers().get(id));
        return answer.lastNumber();
    }

    /** One step in the making. */
    private final class Running {
        private final Course course;
        private final Step step;
        private final Variables variables;
        private final Mentions mentions;
        private final long offset = offset();
        private final long begun = System.nanoTime();
        private String name;
        private @Nullable String nameError;

        Running(Course course, Step step) {
            this.course = course;
            this.step = step;
            this.variables = course.variables();
            this.mentions = course.mentions(step);
            this.name = step.name();
            try {
                name = Language.text(step.name(), variables);
            } catch (TemplateException e) {
                nameError = e.getMessage();
            }
        }

        Ended run() throws Stop, InterruptedException {
            Action action = step.action();
            if (action == null || step.loop() != null) {
                throw new IllegalStateException("loops are not supported yet; validation should have refused this one");
            }
            for (Observed list : mentions.lists()) {
                if (list.unrecorded()) {
                    throw new IllegalStateException("$." + list.key() + " is not recorded yet; validation should have "
                            + "refused the step at " + step.at());
                }
            }
            if (watch.runOver()) {
                throw new Stop.OutOfTime(watch.runMessage(course.test().name(), name));
            }
            if (nameError != null) {
                return actionFailed(nameError);
            }
            Start start = open(action);
            long before = System.nanoTime();
            Performed performed;
            try {
                performed = actions.perform(action, variables, watch, mentions.rejection());
            } finally {
                watch.spent(System.nanoTime() - before);
            }
            return switch (performed) {
                case Performed.Failed failed -> {
                    if (failed.unproved()) {
                        // an answer proves that mock-svc lives; none ends in a withdrawal or as lost evidence
                        mark("after " + name);
                    }
                    if (failed.requestId() != null) {
                        course.previous(new Start(failed.requestId(), start.consoleAfter()));
                    }
                    if (watch.runOver()) {
                        throw new Stop.OutOfTime(watch.runMessage(course.test().name(), name));
                    }
                    yield actionFailed(watch.testOver() ? watch.testMessage() : failed.error());
                }
                case Performed.Done done -> {
                    done.notes().forEach(notes::add);
                    Start own = done.requestId() == null ? start : new Start(done.requestId(), start.consoleAfter());
                    if (!(action instanceof Action.Wait)) {
                        course.previous(own);
                    }
                    yield decide(done, own);
                }
            };
        }

        /** Opens the window: by the call itself, by a mark, or, for a wait, by the step before. */
        private Start open(Action action) throws Stop, InterruptedException {
            if (action instanceof Action.Wait && course.previous().id() != null) {
                return course.previous();
            }
            List<Mentions> readers = course.readers(step);
            long console = readers.stream().anyMatch(Mentions::console) ? consoleNow() : 0;
            boolean observed = readers.stream().anyMatch(Mentions::observed);
            boolean numbered = action instanceof Action.HttpRequest || action instanceof Action.TwinOp;
            String mark = observed && !numbered ? mark(name) : null;
            Start start = new Start(mark, console);
            course.previous(start);
            return start;
        }

        private Ended decide(Performed.Done done, Start start) throws Stop, InterruptedException {
            long completed = System.nanoTime();
            Question question = new Question(
                    environment.ready().attempt(),
                    step,
                    mentions,
                    done.own(),
                    variables,
                    environment.bodies(),
                    done.requestId(),
                    limits.evidenceWait(),
                    completed);
            StepDecider decider = new StepDecider(
                    question,
                    evidence -> Start.window(evidence, start, course.testStart(), boot),
                    () -> UUID.randomUUID().toString());
            Decision.Decided decided = decided(decider);
            long spent = System.nanoTime() - completed;
            watch.spent(Math.min(spent, step.settle().max().toNanos()));
            wires.decided(Duration.ofNanos(spent));
            List<AssertionResult> results = new ArrayList<>();
            for (Standing standing : decided.standings()) {
                results.addAll(standing.results());
                variables.put(standing.bindings());
                standing.notes().forEach(notes::add);
            }
            decided.notes().forEach(notes::add);
            callsInWindow(start);
            return new Ended(result(results, outcome(results)), decided.lost());
        }

        private Decision.Decided decided(StepDecider decider) throws Stop, InterruptedException {
            while (true) {
                Evidence evidence = ledger.now();
                try {
                    switch (decider.next(evidence, System.nanoTime())) {
                        case Decision.Decided decided -> {
                            return decided;
                        }
                        case Decision.Ask ask -> wires.ask(ask.request());
                        case Decision.Wait wait -> ledger.await(evidence, wait.untilNanos());
                    }
                } catch (Bodies.LostBody e) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("this replica stops");
                    }
                    return decider.giveUp("evidence was lost: " + e.getMessage());
                }
            }
        }

        private void callsInWindow(Start start) throws Stop {
            if (!mentions.interception()) {
                return;
            }
            Evidence evidence = ledger.now();
            Window window = Start.window(evidence, start, course.testStart(), boot);
            if (window != null) {
                notes.flood(
                        name,
                        View.current(evidence, window).traffic().elements(),
                        environment.definition().settings());
            }
        }

        private Ended actionFailed(String error) {
            List<AssertionResult> results = new ArrayList<>();
            results.add(Report.action(error, step.at()));
            step.blocks().forEach(block -> results.addAll(Skipped.of(block, error)));
            return new Ended(result(results, Outcome.FAILED), false);
        }

        private StepResult result(List<AssertionResult> results, Outcome outcome) {
            String error = null;
            for (AssertionResult one : results) {
                if (error == null && one.outcome() == outcome && outcome != Outcome.PASSED) {
                    error = one.error();
                }
            }
            return new StepResult(
                    step.index(),
                    name,
                    step.action() == null ? "" : Actions.kind(step.action()),
                    outcome,
                    error,
                    offset,
                    (System.nanoTime() - begun) / 1_000_000,
                    results,
                    Language.position(step.at()));
        }

        private static Outcome outcome(List<AssertionResult> results) {
            Outcome outcome = Outcome.PASSED;
            for (AssertionResult one : results) {
                if (one.outcome() == Outcome.FAILED) {
                    return Outcome.FAILED;
                }
                if (one.outcome() == Outcome.INCONCLUSIVE) {
                    outcome = Outcome.INCONCLUSIVE;
                }
            }
            return outcome;
        }
    }
}
