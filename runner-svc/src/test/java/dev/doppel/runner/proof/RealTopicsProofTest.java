package dev.doppel.runner.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.result.TestsFinished;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.KafkaWorld;
import dev.doppel.runner.world.RunnerTestResource;
import dev.doppel.runner.world.ScriptedMock;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The same proof over the real topics and the whole service: fewer schedules, real time. */
@QuarkusTest
@QuarkusTestResource(RunnerTestResource.class)
class RealTopicsProofTest {
    private static final int SCHEDULES = Integer.getInteger("doppel.test.real.schedules", 75);

    /** A relay in real time. Thread-safe. */
    private static final class Relay implements UnaryOperator<Consumer<Message>> {
        private final Random random;
        private final ScheduledExecutorService timer;
        private final int mostDelay;
        private final double doubled;
        private final double lossy;
        private final AtomicInteger lost = new AtomicInteger();

        Relay(long seed, ScheduledExecutorService timer) {
            this.random = new Random(seed);
            this.timer = timer;
            this.mostDelay = new int[] {0, 50, 700, 2500}[random.nextInt(4)];
            this.doubled = random.nextBoolean() ? 0.3 : 0;
            this.lossy = random.nextInt(4) == 0 ? 0.15 : 0;
        }

        @Override
        public synchronized Consumer<Message> apply(Consumer<Message> to) {
            return message -> pass(message, to);
        }

        private synchronized void pass(Message message, Consumer<Message> to) {
            if (random.nextDouble() < lossy) {
                lost.incrementAndGet();
                return;
            }
            for (int copies = random.nextDouble() < doubled ? 2 : 1; copies > 0; copies--) {
                timer.schedule(
                        () -> to.accept(message),
                        mostDelay == 0 ? 0 : random.nextInt(mostDelay),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Calls made before the response, so that the truth does not hang on this machine's speed. */
    private record Case(String yaml, boolean holds, ScriptedMock.Script script) {
        static Case random(Random random) {
            int charges = random.nextInt(3);
            boolean bad = random.nextInt(4) == 0;
            boolean late = random.nextInt(4) == 0;
            int wanted = random.nextInt(3);
            int claim = random.nextInt(5);
            boolean holds = switch (claim) {
                case 0 -> charges == wanted;
                case 1 -> charges >= wanted;
                case 2 -> charges <= wanted;
                case 3 -> charges > 0 && !bad;
                default -> charges > 0;
            };
            String status = "      assertions: [{path: response.status, operator: eq, value: 200}]\n";
            String block = switch (claim) {
                case 0 -> "    - match: {url: api.stripe.com}\n      count: " + wanted + "\n";
                case 1 -> "    - match: {url: api.stripe.com}\n      count: {operator: gte, value: " + wanted + "}\n";
                case 2 -> "    - match: {url: api.stripe.com}\n      count: {operator: lte, value: " + wanted + "}\n";
                case 3 -> "    - match: {url: api.stripe.com}\n" + status;
                default ->
                    "    - match: {path: $.traffic, where: [{path: $$.to, operator: eq, value: api.stripe.com}]}\n";
            };
            String steps = "- action: {type: httpRequest, method: GET, url: svc/one}\n"
                    + "  x-settle: {quietMs: 250, maxMs: 2500}\n  assertions:\n" + block
                    + (late ? "    - match: {url: api.late.com}\n      count: {operator: gte, value: 1}\n" : "")
                    + "- action: {type: httpRequest, method: GET, url: svc/two}\n"
                    + "  x-settle: {quietMs: 250, maxMs: 2500}\n  assertions:\n"
                    + "    - match: {url: api.stripe.com}\n      count: 0\n";
            return new Case(World.withSteps(steps), holds, (world, asked) -> {
                if (asked.uri().equals("/one")) {
                    for (int i = 0; i < charges; i++) {
                        int code = bad && i == charges - 1 ? 500 : 200;
                        world.call("svc", "POST", "https://api.stripe.com/v1/charges", null, "", code, "{}");
                    }
                    if (late) {
                        world.later(
                                900, () -> world.call("svc", "POST", "https://api.late.com/x", null, "", 200, "{}"));
                    }
                }
                return Answer.json(200, "{}");
            });
        }
    }

    @Test
    void neverWrongOverTheRealTopics() throws Exception {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().daemon().name("relay-", 0).factory());
        List<Case> cases = new ArrayList<>();
        List<Relay> relays = new ArrayList<>();
        List<AttemptId> attempts = new ArrayList<>();
        int[] counts = new int[3];
        try (KafkaWorld world = new KafkaWorld()) {
            for (int seed = 0; seed < SCHEDULES; seed++) {
                Case one = Case.random(new Random(seed));
                Relay relay = new Relay(1000 + seed, timer);
                AttemptId attempt = World.attempt("proof-" + UUID.randomUUID());
                cases.add(one);
                relays.add(relay);
                attempts.add(attempt);
                world.send(world.prepare(attempt, one.yaml(), List.of(), relay, one.script()));
            }
            for (int seed = 0; seed < SCHEDULES; seed++) {
                TestsFinished finished = world.finished(attempts.get(seed)).get(120, TimeUnit.SECONDS);
                boolean truth = cases.get(seed).holds();
                String what = "seed " + seed + " truth " + truth + " lost " + relays.get(seed).lost + "\n"
                        + cases.get(seed).yaml() + finished;
                if (finished.verdict() == Verdict.PASSED) {
                    counts[0]++;
                    assertThat(truth).as("false pass, %s", what).isTrue();
                } else if (finished.verdict() == Verdict.FAILED) {
                    counts[1]++;
                    assertThat(truth).as("false failure, %s", what).isFalse();
                } else {
                    counts[2]++;
                    assertThat(finished.verdict()).as(what).isEqualTo(Verdict.INCONCLUSIVE);
                    assertThat(relays.get(seed).lost.get())
                            .as("nothing was lost, %s", what)
                            .isPositive();
                }
            }
        } finally {
            timer.shutdownNow();
        }
        System.out.printf(
                "real schedules=%d passed=%d failed=%d inconclusive=%d%n", SCHEDULES, counts[0], counts[1], counts[2]);
    }
}
