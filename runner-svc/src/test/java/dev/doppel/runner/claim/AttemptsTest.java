package dev.doppel.runner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.runner.evidence.EvidenceLog;
import dev.doppel.runner.world.World;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final Attempts attempts = new Attempts(1, EvidenceLog::new);
    private final InstanceReady first = World.ready(World.attempt("i"), 1, List.of(), 1000);

    @Test
    void anAttemptRunsOnceAlsoAfterItsEnd() throws Exception {
        attempts.awaitRoom();
        Attempts.Held held = attempts.begin(first).orElseThrow();
        assertThat(attempts.begin(first)).isEmpty();
        attempts.end(held);
        assertThat(attempts.begin(first)).isEmpty();
        assertThat(attempts.concerns("i")).isFalse();
    }

    @Test
    void whatWasNeverBegunMayComeAgain() throws Exception {
        attempts.awaitRoom();
        attempts.forget(attempts.begin(first).orElseThrow());
        attempts.awaitRoom();
        assertThat(attempts.begin(first)).isPresent();
    }

    @Test
    void roomIsGivenBackOnce() throws Exception {
        attempts.awaitRoom();
        Attempts.Held held = attempts.begin(first).orElseThrow();
        CountDownLatch room = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                attempts.awaitRoom();
                room.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(room.await(50, TimeUnit.MILLISECONDS)).isFalse();
        attempts.end(held);
        attempts.end(held);
        assertThat(room.await(5, TimeUnit.SECONDS)).isTrue();
        waiting.join();
    }

    @Test
    void aNewerAttemptWithdrawsTheOlder() {
        Attempts.Held old = attempts.begin(first).orElseThrow();
        AttemptId next = new AttemptId(first.attempt().instance(), 2, new Incarnation("life-2"));
        attempts.begin(World.ready(next, 1, List.of(), 1000)).orElseThrow();
        assertThat(old.log().withdrawn().cause()).isEqualTo(InstanceWithdrawn.Cause.LOST);
    }
}
