package dev.doppel.scheduler.world;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A runner-svc replica that does what the definition's name says: {@code pass} (default) passes at once, {@code linger} stays in its first
 * step until it is withdrawn, {@code silent} claims and is never heard again on its first attempt, {@code failthenlost} fails a step and is
 * never heard again, {@code unclaimed} is never claimed, {@code fail} fails. With {@code once} behind the word it
 * does so in the first attempt only.
 */
public final class FakeRunner implements AutoCloseable {
    private final Log log;
    private final String domain;
    private volatile boolean mute;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** From now on answers no withdrawal, or again. */
    public void mute(boolean wanted) {
        mute = wanted;
    }

    /** @param domain the runner works for definitions whose name begins with it, or for those of no domain when it is {@code app} */
    public FakeRunner(Log log, String domain) {
        this.log = log;
        this.domain = domain;
        log.listen(this::heard);
    }

    private void heard(Message message) {
        switch (message) {
            case InstanceReady ready -> ready(ready);
            case InstanceWithdrawn withdrawn -> withdrawn(withdrawn);
            default -> {}
        }
    }

    private void ready(InstanceReady ready) {
        String name = ready.name();
        if (name.startsWith("other") != domain.equals("other")) {
            return;
        }
        int attempt = ready.attempt().number();
        if (name.contains("unclaimedonce") ? attempt == 1 : name.contains("unclaimed")) {
            return;
        }
        var instance = ready.attempt().instance();
        log.say(new InstanceClaimed(ready.run(), Instant.now(), instance, attempt, "runner-0"));
        if (name.contains("silent") && attempt == 1) {
            return;
        }
        if (!ready.items().isEmpty()) {
            log.say(new StepStarted(
                    ready.run(), Instant.now(), instance, attempt, 0, "checkout", 0, 1, "place an order"));
        }
        if (name.contains("failthenlost")) {
            step(ready, Outcome.FAILED);
            return;
        }
        if (name.contains("lingeronce") ? attempt == 1 : name.contains("linger")) {
            beat(ready, 0);
            return;
        }
        boolean fail = name.contains("fail");
        step(ready, fail ? Outcome.FAILED : Outcome.PASSED);
        finish(
                ready.run(),
                instance,
                attempt,
                fail ? Verdict.FAILED : Verdict.PASSED,
                fail ? "expected 1, got 2" : null);
    }

    private void beat(InstanceReady ready, int n) {
        if (log.all(InstanceWithdrawn.class, w -> w.attempt().equals(ready.attempt()))
                        .isEmpty()
                && n < 400) {
            log.say(new Heartbeat(
                    ready.run(),
                    Instant.now(),
                    ready.attempt().instance(),
                    ready.attempt().number(),
                    "runner-0"));
            timer.schedule(() -> beat(ready, n + 1), 200, TimeUnit.MILLISECONDS);
        }
    }

    private void step(InstanceReady ready, Outcome outcome) {
        log.say(new StepFinished(
                ready.run(),
                Instant.now(),
                ready.attempt().instance(),
                ready.attempt().number(),
                0,
                new StepResult(0, "place an order", "httpRequest", outcome, null, 0, 5, List.of(), null)));
    }

    private void withdrawn(InstanceWithdrawn withdrawn) {
        if (withdrawn.cause() == InstanceWithdrawn.Cause.LOST || mute) {
            return;
        }
        Verdict verdict = withdrawn.cause() == InstanceWithdrawn.Cause.CANCELLED ? Verdict.CANCELLED : Verdict.FAILED;
        finish(
                withdrawn.run(),
                withdrawn.attempt().instance(),
                withdrawn.attempt().number(),
                verdict,
                withdrawn.reason());
    }

    private void finish(
            dev.doppel.contract.id.RunId run,
            dev.doppel.contract.id.InstanceId instance,
            int attempt,
            Verdict verdict,
            String reason) {
        log.say(new TestsFinished(run, Instant.now(), instance, attempt, verdict, reason, List.of(), List.of(), 1));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
