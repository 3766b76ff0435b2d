package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.result.ItemState;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what an event means for an instance (architecture, "Life of an instance"; spec 8.3 to 8.5). Pure, stateless. */
public final class Decider {
    private final Facts facts;
    private final Endings endings;

    public Decider(Facts facts) {
        this.facts = facts;
        this.endings = new Endings(facts);
    }

    /** The decision for one event; events that mean nothing in a state leave it as it is. */
    public Decision decide(Life life, Event event, Instant now) {
        return switch (life) {
            case Life.Queued queued -> Decision.stay(queued);
            case Life.Placed placed -> placed(placed, event, now);
            case Life.Preparing preparing -> preparing(preparing, event, now);
            case Life.Starting starting -> starting(starting, event, now);
            case Life.Running running -> new RunningDecider(facts, endings).decide(running, event, now);
            case Life.Finishing finishing -> new RunningDecider(facts, endings).decide(finishing, event, now);
            case Life.Closing closing -> closing(closing, event, now);
            case Life.Gone gone -> Decision.stay(gone);
        };
    }

    private Decision placed(Life.Placed placed, Event event, Instant now) {
        Attempt attempt = placed.current();
        return switch (event) {
            case Event.Begin begin -> Decision.with(placed, new Effect.Create());
            case Event.Created created -> {
                Attempt published = attempt.nextVersion();
                Life.Preparing next = placed.created(published, created.holders(), Items.waiting(facts.items()));
                yield Decision.with(
                        next, Decision.entered(next, published, null), Decision.publish(published, Phase.PREPARING));
            }
            case Event.CreateFailed failed -> endings.createFailed(placed, failed, now);
            default -> bootEvent(placed, event, now);
        };
    }

    private Decision preparing(Life.Preparing preparing, Event event, Instant now) {
        return switch (event) {
            case Event.Applied applied -> {
                if (applied.problem() != null) {
                    yield endings.lost(
                            preparing,
                            applied.holder() + " could not prepare the environment: " + applied.problem(),
                            now);
                }
                yield applied.version() < preparing.current().version()
                        ? Decision.stay(preparing)
                        : confirmed(preparing.without(applied.holder()), now);
            }
            case Event.HolderLost lost ->
                isMock(lost.holder(), preparing.current())
                        ? endings.holderLost(preparing, lost, now)
                        : confirmed(preparing.without(lost.holder()), now);
            default -> bootEvent(preparing, event, now);
        };
    }

    private Decision confirmed(Life.Preparing preparing, Instant now) {
        if (!preparing.waiting().isEmpty()) {
            return Decision.stay(preparing);
        }
        Life.Starting starting = preparing.applied();
        return Decision.with(starting, Decision.entered(starting, starting.current(), null))
                .then(advance(starting, false, now));
    }

    private Decision starting(Life.Starting starting, Event event, Instant now) {
        Attempt attempt = starting.current();
        Items items = starting.items();
        return switch (event) {
            case Event.ItemStarted started -> {
                if (items.get(started.item()) == null) {
                    yield Decision.stay(starting);
                }
                Life.Starting next = starting.with(attempt, items.started(started.item(), started.address()));
                yield Decision.with(next, item(attempt, started.item(), ItemState.RUNNING, started.detail()))
                        .then(advance(next, true, now));
            }
            case Event.ItemAddressed addressed ->
                items.get(addressed.item()) == null
                        ? Decision.stay(starting)
                        : advance(
                                starting.with(attempt, items.addressed(addressed.item(), addressed.address())),
                                true,
                                now);
            case Event.ItemFailed failed -> endings.startFailed(starting, failed, now);
            case Event.Probed probed -> {
                ItemProgress before = items.get(probed.item());
                if (before == null) {
                    yield Decision.stay(starting);
                }
                Life.Starting next =
                        starting.with(attempt, items.probed(probed.item(), probed.ready(), probed.outcome()));
                yield Decision.with(next, probed(attempt, before, probed)).then(advance(next, false, now));
            }
            case Event.Exited exited -> {
                ItemProgress item = items.get(exited.item());
                if (item == null) {
                    yield Decision.stay(starting);
                }
                if (item.fact().oneShot() && exited.exitCode() == 0) {
                    Life.Starting next = starting.with(attempt, items.ended(exited.item()));
                    yield Decision.with(next, item(attempt, exited.item(), ItemState.READY, "ended with code 0"))
                            .then(advance(next, false, now));
                }
                yield endings.crashedAtStart(starting, exited, now);
            }
            case Event.HolderLost lost ->
                starting.holders().contains(lost.holder())
                        ? endings.holderLost(starting, lost, now)
                        : Decision.stay(starting);
            default -> bootEvent(starting, event, now);
        };
    }

    /** Starts what is due, publishes a new version when something changed, goes on to running when all is ready. */
    private Decision advance(Life.Starting starting, boolean changed, Instant now) {
        List<String> due = starting.items().due();
        Items items = starting.items().starting(due);
        if (items.allComplete()) {
            Attempt attempt = starting.current().nextVersion();
            Life.Running running = starting.with(attempt, items)
                    .ready(attempt, now.plus(facts.patience().claim()));
            return Decision.with(
                    running,
                    Decision.publish(attempt, Phase.RUNNING),
                    Decision.entered(running, attempt, null),
                    new Effect.PublishReady());
        }
        Attempt attempt = changed ? starting.current().nextVersion() : starting.current();
        Life.Starting next = starting.with(attempt, items);
        Decision decision =
                changed ? Decision.with(next, Decision.publish(attempt, Phase.STARTING)) : Decision.stay(next);
        for (String name : due) {
            decision = decision.and(item(attempt, name, ItemState.STARTING, null), new Effect.StartItem(name));
        }
        return decision;
    }

    /** What every state before running has in common. */
    private Decision bootEvent(Life life, Event event, Instant now) {
        Attempt attempt = life.current();
        if (attempt == null) {
            return Decision.stay(life);
        }
        return switch (event) {
            case Event.Progressed progressed ->
                Decision.with(
                        life instanceof Life.Starting starting
                                ? starting.with(attempt, starting.items().said(progressed.item(), progressed.what()))
                                : life,
                        item(attempt, progressed.item(), ItemState.STARTING, progressed.what()));
            case Event.PlatformFailed failed -> endings.lost(life, failed.message(), now);
            case Event.HolderLost lost when isMock(lost.holder(), attempt) -> endings.holderLost(life, lost, now);
            case Event.TakenOver over -> endings.lost(life, Endings.RESTARTED, now);
            case Event.Cancel cancel -> endings.decided(life, Verdict.CANCELLED, cancel.reason(), true, now);
            case Event.Tick tick when !now.isBefore(attempt.startBy()) -> endings.startTimedOut(life, now);
            default -> Decision.stay(life);
        };
    }

    private Decision closing(Life.Closing closing, Event event, Instant now) {
        return switch (event) {
            case Event.Begin begin -> Decision.stay(closing);
            case Event.Applied applied when applied.closed() -> left(closing.without(applied.holder()), now);
            case Event.HolderLost lost -> left(closing.without(lost.holder()), now);
            case Event.Removed removed -> left(closing.environmentRemoved(), now);
            case Event.TakenOver over ->
                Decision.with(closing, new Effect.Remove(closing.current().number()));
            case Event.TestsEnded ended
            when closing.ending() instanceof Ending.Again && real(ended.verdict()) -> {
                Life.Closing decided = closing.insteadOf(new Ending.Decided(ended.verdict(), ended.reason()));
                yield Decision.with(
                        decided,
                        new Effect.Decided(closing.current().number(), ended.verdict(), ended.reason(), false));
            }
            case Event.Cancel cancel
            when closing.ending() instanceof Ending.Again ->
                Decision.with(
                        closing.insteadOf(new Ending.Decided(Verdict.CANCELLED, cancel.reason())),
                        new Effect.Decided(closing.current().number(), Verdict.CANCELLED, cancel.reason(), true));
            case Event.Tick tick when !now.isBefore(closing.until()) -> left(closing, now);
            default -> Decision.stay(closing);
        };
    }

    private static boolean real(Verdict verdict) {
        return verdict == Verdict.PASSED || verdict == Verdict.FAILED;
    }

    private Decision left(Life.Closing closing, Instant now) {
        if (!closing.done() && now.isBefore(closing.until())) {
            return Decision.stay(closing);
        }
        Attempt last = closing.current();
        if (last.published()) {
            last = last.nextVersion();
        }
        Decision decision = Decision.stay(closing);
        if (last.published()) {
            decision = decision.and(Decision.publish(last, Phase.GONE), new Effect.Tombstone());
        }
        return switch (closing.ending()) {
            case Ending.Decided decided -> {
                Life.Gone gone = closing.gone(decided);
                yield decision.then(Decision.with(gone, Decision.entered(gone, last, decided.reason())));
            }
            case Ending.Again again -> {
                Life.Queued queued = closing.again(last);
                yield decision.then(Decision.with(queued, Decision.entered(queued, last, again.reason())));
            }
        };
    }

    static boolean isMock(String holder, Attempt attempt) {
        return holder.equals("mock/" + attempt.holder());
    }

    static Effect item(Attempt attempt, String name, ItemState state, @Nullable String detail) {
        return new Effect.ItemChanged(attempt.number(), name, state, detail, List.of());
    }

    static Effect probed(Attempt attempt, ItemProgress before, Event.Probed probed) {
        return item(
                attempt,
                before.fact().name(),
                probed.ready() ? ItemState.READY : ItemState.NOT_READY,
                probed.outcome());
    }
}
