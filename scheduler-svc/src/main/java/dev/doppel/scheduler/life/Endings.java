package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.evidence.InstanceWithdrawn.Cause;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ways an attempt ends, with the words a user reads (spec 8.5). Pure. */
final class Endings {
    static final String RESTARTED = "scheduler-svc was restarted";

    private final Facts facts;

    Endings(Facts facts) {
        this.facts = facts;
    }

    /** Something of the platform is lost: another attempt, unless something was decided as failed or none is left. */
    Decision lost(Life life, String reason, Instant now) {
        Attempt attempt = current(life);
        Decision told = life instanceof Life.Running || life instanceof Life.Finishing
                ? Decision.with(life, new Effect.Withdraw(attempt, Cause.LOST, reason))
                : Decision.stay(life);
        if (attempt.failed()) {
            return told.then(
                    decided(life, Verdict.FAILED, "a step failed; the rest was not run, because " + reason, true, now));
        }
        if (attempt.number() <= facts.patience().retries()) {
            return told.then(close(life, new Ending.Again(reason), now));
        }
        return told.then(
                decided(life, Verdict.ERROR, reason + " (attempt " + attempt.number() + ", the last)", true, now));
    }

    /** The holder itself is lost: as {@link #lost}, and nobody waits for it to close. */
    Decision holderLost(Life life, Event.HolderLost lost, Instant now) {
        Decision decision = lost(life, lost.reason(), now);
        return decision.next() instanceof Life.Closing closing
                ? new Decision(closing.without(lost.holder()), decision.effects())
                : decision;
    }

    /** The instance is decided and its environment closes. */
    Decision decided(Life life, Verdict verdict, @Nullable String reason, boolean tests, Instant now) {
        return Decision.with(life, new Effect.Decided(current(life).number(), verdict, reason, tests))
                .then(close(life, new Ending.Decided(verdict, reason), now));
    }

    Decision createFailed(Life life, Event.CreateFailed failed, Instant now) {
        Decision decision = Decision.stay(life);
        if (failed.item() != null) {
            decision = decision.and(new Effect.ItemChanged(
                    current(life).number(), failed.item(), ItemState.CRASHED, failed.message(), failed.lastLines()));
        }
        return decision.then(decided(life, Verdict.ERROR, failed.message(), true, now));
    }

    Decision startFailed(Life life, Event.ItemFailed failed, Instant now) {
        return Decision.with(
                        life,
                        new Effect.ItemChanged(
                                current(life).number(),
                                failed.item(),
                                ItemState.CRASHED,
                                failed.message(),
                                failed.lastLines()))
                .then(decided(life, Verdict.ERROR, failed.message(), true, now));
    }

    Decision crashedAtStart(Life life, Event.Exited exited, Instant now) {
        String what = ended(exited);
        return Decision.with(life, crashed(life, exited))
                .then(decided(
                        life, Verdict.ERROR, what + " during start-up" + lastLine(exited.lastLines()), true, now));
    }

    Decision startTimedOut(Life life, Instant now) {
        Attempt attempt = current(life);
        long seconds = facts.startLimit().toSeconds();
        Decision decision = Decision.stay(life);
        String reason = switch (life) {
            case Life.Placed placed ->
                "the environment was not created within " + seconds + " s; this is the platform's fault";
            case Life.Preparing preparing ->
                "interception was not ready within " + seconds + " s: no confirmation from "
                        + String.join(", ", preparing.waiting()) + "; this is the platform's fault";
            case Life.Starting starting -> lacking(starting, seconds);
            default -> "start-up took longer than " + seconds + " s";
        };
        if (life instanceof Life.Starting starting) {
            for (ItemProgress item : starting.items().lacking()) {
                decision = decision.and(new Effect.ItemChanged(
                        attempt.number(), item.fact().name(), ItemState.NOT_READY, outcome(item), null));
            }
        }
        return decision.then(decided(life, Verdict.ERROR, reason, true, now));
    }

    private static String lacking(Life.Starting starting, long seconds) {
        return "start-up took longer than " + seconds + " s: "
                + starting.items().lacking().stream()
                        .map(i -> i.fact().name() + " (stage " + i.fact().stage() + ") " + outcome(i))
                        .collect(Collectors.joining("; "));
    }

    private static String outcome(ItemProgress item) {
        return switch (item.status()) {
            case WAITING -> "was not started yet";
            case STARTING -> "did not finish starting" + (item.outcome().isEmpty() ? "" : ": " + item.outcome());
            case STARTED, READY ->
                item.fact().probe().isEmpty()
                        ? "did not end"
                        : "is not ready: probe " + item.fact().probe() + ", last result "
                                + (item.outcome().isEmpty() ? "none" : item.outcome());
        };
    }

    static Effect crashed(Life life, Event.Exited exited) {
        return new Effect.ItemChanged(
                current(life).number(), exited.item(), ItemState.CRASHED, code(exited), exited.lastLines());
    }

    static String ended(Event.Exited exited) {
        return "item " + exited.item() + " ended with " + code(exited);
    }

    private static String code(Event.Exited exited) {
        return "exit code " + exited.exitCode() + (exited.reason() == null ? "" : " (" + exited.reason() + ")");
    }

    static String lastLine(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (!lines.get(i).isBlank()) {
                String line = lines.get(i).strip();
                return "; its last line: " + (line.length() > 300 ? line.substring(0, 300) + "..." : line);
            }
        }
        return "; it wrote nothing";
    }

    Decision close(Life life, Ending ending, Instant now) {
        Instant until = now.plus(facts.patience().close());
        Attempt attempt = current(life);
        if (attempt.published()) {
            attempt = attempt.nextVersion();
        }
        Life.Closing closing = Life.Closing.of(attempt, ending, holders(life), until);
        Decision decision = Decision.with(closing, Decision.entered(closing, attempt, ending.reason()));
        if (attempt.published()) {
            decision = decision.and(Decision.publish(attempt, Phase.CLOSING));
        }
        return decision.and(new Effect.Remove(attempt.number()));
    }

    private static Set<String> holders(Life life) {
        return switch (life) {
            case Life.Preparing preparing -> preparing.holders();
            case Life.Starting starting -> starting.holders();
            case Life.Running running -> running.holders();
            case Life.Finishing finishing -> finishing.holders();
            case Life.Queued queued -> Set.of();
            case Life.Placed placed -> Set.of();
            case Life.Closing closing -> closing.waiting();
            case Life.Gone gone -> Set.of();
        };
    }

    private static Attempt current(Life life) {
        Attempt attempt = life.current();
        if (attempt == null) {
            throw new IllegalStateException(life.phase() + " has no attempt");
        }
        return attempt;
    }
}
