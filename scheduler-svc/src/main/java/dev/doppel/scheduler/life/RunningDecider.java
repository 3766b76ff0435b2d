package dev.doppel.scheduler.life;

import dev.doppel.contract.evidence.InstanceWithdrawn.Cause;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decisions while tests run and while their verdict is awaited. Pure. */
final class RunningDecider {
    private final Facts facts;
    private final Endings endings;

    RunningDecider(Facts facts, Endings endings) {
        this.facts = facts;
        this.endings = endings;
    }

    Decision decide(Life.Running running, Event event, Instant now) {
        Attempt attempt = running.current();
        Life.Running heard = running.runner() == null ? running : running.heard(silence(now));
        return switch (event) {
            case Event.Claimed claimed -> {
                if (claimed.runner().equals(running.runner())) {
                    yield Decision.stay(heard);
                }
                yield running.runner() == null
                        ? Decision.stay(
                                running.claimed(claimed.runner(), silence(now), now.plus(facts.executionLimit())))
                        : Decision.stay(running);
            }
            case Event.Beat beat -> Decision.stay(heard);
            case Event.StepBegan step -> Decision.stay(heard.with(attempt.inStep(step.step()), running.items()));
            case Event.StepEnded ended ->
                Decision.stay(ended.failed() ? heard.with(attempt.withFailure(), running.items()) : heard);
            case Event.TestsEnded ended -> verdict(running, ended, now);
            case Event.Exited exited -> exited(running, exited, now);
            case Event.Probed probed -> probed(running, probed);
            case Event.HolderLost lost ->
                running.holders().contains(lost.holder())
                        ? endings.holderLost(running, lost, now)
                        : Decision.stay(running);
            case Event.TakenOver over -> endings.lost(running, Endings.RESTARTED, now);
            case Event.Cancel cancel -> withdraw(running, Cause.CANCELLED, cancel.reason(), now);
            case Event.Tick tick -> tick(running, now);
            default -> Decision.stay(running);
        };
    }

    private Decision tick(Life.Running running, Instant now) {
        Instant end = running.endBy();
        if (end != null && !now.isBefore(end)) {
            return withdraw(
                    running,
                    Cause.TIMED_OUT,
                    "execution time-out after " + facts.executionLimit().toSeconds() + " s"
                            + in(running.current().step()),
                    now);
        }
        if (now.isBefore(running.silentUntil())) {
            return Decision.stay(running);
        }
        return endings.lost(
                running,
                running.runner() == null
                        ? "no runner-svc replica claimed the attempt within "
                                + facts.patience().claim().toSeconds() + " s"
                        : "runner-svc replica " + running.runner() + " was silent for "
                                + facts.patience().heartbeat().toSeconds() + " s",
                now);
    }

    private Decision exited(Life.Running running, Event.Exited exited, Instant now) {
        ItemProgress item = running.items().get(exited.item());
        if (item == null || item.fact().oneShot() && exited.exitCode() == 0) {
            return Decision.stay(running);
        }
        String step = running.current().step();
        String reason = Endings.ended(exited)
                + (step == null ? " before the first step" : " during " + step)
                + Endings.lastLine(exited.lastLines());
        return Decision.with(running, Endings.crashed(running, exited))
                .then(withdraw(running, Cause.CRASHED, reason, now));
    }

    private static Decision probed(Life.Running running, Event.Probed probed) {
        ItemProgress before = running.items().get(probed.item());
        if (before == null) {
            return Decision.stay(running);
        }
        Items items = running.items().probed(probed.item(), probed.ready(), probed.outcome());
        return Decision.with(running.with(running.current(), items), Decider.probed(running.current(), before, probed));
    }

    /** Tells the runner to stop; without a runner the verdict is ours at once. */
    private Decision withdraw(Life.Running running, Cause cause, String reason, Instant now) {
        Life.Finishing finishing =
                running.withdraw(cause, reason, now.plus(facts.patience().withdraw()));
        Decision told = Decision.with(
                finishing,
                Decision.entered(finishing, running.current(), reason),
                new Effect.Withdraw(running.current(), cause, reason));
        return running.runner() == null ? told.then(without(finishing, now)) : told;
    }

    private Decision verdict(Life.Running running, Event.TestsEnded ended, Instant now) {
        Life.Finishing finishing = running.finished(
                ended.reason() == null ? "" : ended.reason(),
                now.plus(facts.patience().withdraw()));
        return Decision.with(finishing, Decision.entered(finishing, running.current(), ended.reason()))
                .then(endings.decided(finishing, ended.verdict(), ended.reason(), false, now));
    }

    Decision decide(Life.Finishing finishing, Event event, Instant now) {
        return switch (event) {
            case Event.TestsEnded ended -> last(finishing, ended, now);
            case Event.StepBegan step -> Decision.stay(finishing);
            case Event.HolderLost lost
            when Decider.isMock(lost.holder(), finishing.current()) -> without(finishing, now);
            case Event.TakenOver over -> without(finishing, now);
            case Event.Tick tick when !now.isBefore(finishing.until()) -> without(finishing, now);
            default -> Decision.stay(finishing);
        };
    }

    /** The runner's last word after a withdrawal: a verdict it had already reached stands, otherwise the cause decides. */
    private Decision last(Life.Finishing finishing, Event.TestsEnded ended, Instant now) {
        Cause cause = finishing.cause();
        if (cause == null || ended.verdict() == Verdict.PASSED) {
            return endings.decided(finishing, ended.verdict(), ended.reason(), false, now);
        }
        return endings.decided(finishing, verdict(cause, finishing), finishing.reason(), false, now);
    }

    private Decision without(Life.Finishing finishing, Instant now) {
        Cause cause = finishing.cause();
        return endings.decided(
                finishing, cause == null ? Verdict.ERROR : verdict(cause, finishing), finishing.reason(), true, now);
    }

    static Verdict verdict(Cause cause, Life.Finishing finishing) {
        return switch (cause) {
            case CANCELLED -> finishing.current().failed() ? Verdict.FAILED : Verdict.CANCELLED;
            case CRASHED, TIMED_OUT -> Verdict.FAILED;
            case LOST -> Verdict.ERROR;
        };
    }

    private Instant silence(Instant now) {
        return now.plus(facts.patience().heartbeat());
    }

    private static String in(@Nullable String step) {
        return step == null ? " before the first step" : " in " + step;
    }
}
