package dev.doppel.runner.decide;

import dev.doppel.definition.model.Block;
import dev.doppel.runner.block.BlockEvaluator;
import dev.doppel.runner.block.Mentions;
import dev.doppel.runner.block.Standing;
import dev.doppel.runner.document.Entries;
import dev.doppel.runner.document.RootDocument;
import dev.doppel.runner.document.View;
import dev.doppel.runner.document.Window;
import dev.doppel.runner.evidence.Evidence;
import dev.doppel.runner.evidence.Seen;
import dev.doppel.runner.variable.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides one step (spec 7.7, 12.1). It is asked again whenever the evidence has changed, until it says that all is decided.
 *
 * <pre>
 *   firm on what is held ----------------------------------------------> decided
 *   all others pass  --> quiet barrier, everything before it held -----> decided on what it proved
 *   some lack something --> last barrier (latest time) ----------------> decided on what it proved
 *   no answer, or a record before it missing, for the evidence limit --> inconclusive
 * </pre>
 *
 * Confined to one thread; it does nothing itself.
 */
public final class StepDecider {

    private final Question question;
    private final Function<Evidence, @Nullable Window> windows;
    private final Supplier<String> ids;
    private final Entries entries;
    private final @Nullable Standing[] standings;
    private final List<String> notes = new ArrayList<>();
    private @Nullable Barrier quiet;
    private @Nullable Barrier last;
    private boolean lost;
    private long quietRefusedAt = -1;

    /**
     * A decider for one step.
     *
     * @param windows the step's window, or null as long as evidence does not say where it begins
     * @param ids makes ids for barrier requests
     */
    public StepDecider(Question question, Function<Evidence, @Nullable Window> windows, Supplier<String> ids) {
        this.question = question;
        this.windows = windows;
        this.ids = ids;
        this.entries = new Entries(question.bodies());
        this.standings = new @Nullable Standing[question.step().blocks().size() + 1];
    }

    /** What to do now. */
    public Decision next(Evidence evidence, long nowNanos) {
        if (!question.mentions().observed()) {
            evaluate(View.NONE, true);
            return decided();
        }
        Window window = windows.apply(evidence);
        long limit = question.completedNanos() + question.evidenceWait().toNanos();
        if (window == null) {
            return nowNanos < limit
                    ? new Decision.Wait(limit)
                    : inconclusive(
                            "where the step's window begins was not reported within "
                                    + question.evidenceWait().toSeconds() + " s",
                            View.NONE);
        }
        Decision end = settleBehind(last, evidence, window, nowNanos);
        if (end == null) {
            end = settleBehind(quiet, evidence, window, nowNanos);
        }
        if (end != null) {
            return end;
        }
        List<Standing> current = evaluate(View.current(evidence, window), false);
        if (undecided() == 0) {
            return decided();
        }
        boolean lacking = false;
        for (int i = 0; i < standings.length; i++) {
            lacking |= standings[i] == null && !current.get(i).passed();
        }
        // rows of twins are only seen where a barrier stands, so a quiet point is looked for even though they are
        // lacking
        boolean unread = !question.mentions().twins().isEmpty() && newest(evidence) != quietRefusedAt;
        if (lacking && !unread && last == null) {
            last = Barrier.of(question, ids.get(), true, nowNanos);
            return new Decision.Ask(last.request(question));
        }
        if ((!lacking || unread) && quiet == null && newest(evidence) != quietRefusedAt) {
            quiet = Barrier.of(question, ids.get(), false, nowNanos);
            return new Decision.Ask(quiet.request(question));
        }
        long until = Long.MAX_VALUE;
        for (Barrier open : open()) {
            until = Math.min(until, open.dueNanos());
        }
        if (nowNanos < until) {
            return new Decision.Wait(until);
        }
        return inconclusive(
                "evidence is missing: " + missing(evidence) + " did not come within "
                        + question.evidenceWait().toSeconds() + " s",
                View.current(evidence, window));
    }

    /** Gives up on what is undecided, because evidence is known to be lost. */
    public Decision.Decided giveUp(String why) {
        return inconclusive(why, View.NONE);
    }

    private List<Barrier> open() {
        List<Barrier> open = new ArrayList<>();
        if (quiet != null) {
            open.add(quiet);
        }
        if (last != null) {
            open.add(last);
        }
        return open;
    }

    /** Decides what an answered barrier proves; null when it proves nothing yet or leaves something open. */
    private @Nullable Decision settleBehind(
            @Nullable Barrier barrier, Evidence evidence, Window window, long nowNanos) {
        if (barrier == null) {
            return null;
        }
        Barrier.Proof proof = barrier.proof(question, evidence);
        if (proof == null) {
            return null;
        }
        if (proof.answer().dropped() > 0) {
            evaluate(View.current(evidence, window), false);
            return undecided() == 0
                    ? decided()
                    : inconclusive(
                            "evidence was lost: " + proof.answer().dropped()
                                    + " records did not fit the capture and were given up",
                            View.current(evidence, window));
        }
        if (proof.console() != null && (proof.console().dropped() > 0 || evidence.linesDropped() > 0)) {
            evaluate(View.current(evidence, window), false);
            return undecided() == 0
                    ? decided()
                    : inconclusive(
                            "evidence was lost: console lines were given up because an item wrote too many",
                            View.current(evidence, window));
        }
        if (!proof.complete()) {
            return null;
        }
        boolean atLatest = barrier.isLast()
                || !proof.answer().quiet()
                || (proof.console() != null && !proof.console().quiet());
        List<Standing> proved = evaluate(View.behind(evidence, window, proof.answer(), proof.console()), false, false);
        boolean lacking = false;
        for (int i = 0; i < standings.length; i++) {
            lacking |= standings[i] == null && !proved.get(i).passed();
        }
        if (lacking && !atLatest) {
            // quiet, but something is still wanted: it may come until the latest time, and a new quiet point is looked
            // for afterwards
            quiet = null;
            quietRefusedAt = newest(evidence);
            if (last == null) {
                last = Barrier.of(question, ids.get(), true, nowNanos);
                return new Decision.Ask(last.request(question));
            }
            return null;
        }
        for (int i = 0; i < standings.length; i++) {
            if (standings[i] == null) {
                standings[i] = proved.get(i).decided();
            }
        }
        if (!proof.answer().inFlight().isEmpty()) {
            notes.add(proof.answer().inFlight().size() + " calls were still in flight when step '"
                    + question.step().name() + "' was decided");
        }
        return decided();
    }

    private List<Standing> evaluate(View view, boolean keepAll) {
        return evaluate(view, keepAll, true);
    }

    /** Evaluates what is undecided, in order, each block seeing what those before it would set. */
    private List<Standing> evaluate(View view, boolean keepAll, boolean keepFirm) {
        RootDocument document = new RootDocument(
                question.own(), view, entries, question.mentions().lists());
        Overlay overlay = new Overlay(question.variables());
        List<Standing> all = new ArrayList<>();
        for (int i = 0; i < standings.length; i++) {
            Standing known = standings[i];
            Block block = i == 0 ? null : question.step().blocks().get(i - 1);
            if (known == null) {
                Standing now = block == null
                        ? BlockEvaluator.extract(question.step().extract(), document, overlay)
                        : BlockEvaluator.evaluate(block, document, overlay);
                if (keepAll || (keepFirm && now.firm())) {
                    now = now.decided();
                    standings[i] = now;
                } else if (block != null) {
                    overlay.expect(Mentions.variablesOf(block));
                } else {
                    question.step().extract().forEach(e -> overlay.expect(Set.of(e.variable())));
                }
                known = now;
            }
            overlay.put(known.bindings(), standings[i] != null || view.complete());
            all.add(known);
        }
        return all;
    }

    private int undecided() {
        int count = 0;
        for (Standing standing : standings) {
            count += standing == null ? 1 : 0;
        }
        return count;
    }

    private Decision.Decided decided() {
        List<Standing> all = new ArrayList<>();
        for (Standing standing : standings) {
            if (standing != null) {
                all.add(standing);
            }
        }
        return new Decision.Decided(all, notes, lost);
    }

    private Decision.Decided inconclusive(String why, View view) {
        lost = true;
        List<Standing> shown = evaluate(view, false, false);
        for (int i = 0; i < standings.length; i++) {
            if (standings[i] == null) {
                standings[i] = shown.get(i).inconclusive(why);
            }
        }
        notes.add(why);
        return decided();
    }

    /** Changes when an exchange or a console line comes. */
    private static long newest(Evidence evidence) {
        long newest = evidence.lines().size();
        for (Seen one : evidence.seen()) {
            newest += one.latest().recordNumber();
        }
        return newest;
    }

    private String missing(Evidence evidence) {
        return open().stream()
                .flatMap(barrier -> barrier.missing(question, evidence).stream())
                .findFirst()
                .orElse("a record");
    }
}
