package dev.doppel.runner.proof;

import dev.doppel.contract.event.Message;
import java.util.Random;
import java.util.function.Consumer;

/** Delays, doubles, reorders and loses what passes through it, all from one seed. Confined to the simulation. */
final class SeededRelay {
    private final Sim sim;
    private final Random random;
    private final int mostDelayMillis;
    private final double doubled;
    private final double lossy;
    private int lost;

    SeededRelay(Sim sim, long seed) {
        this.sim = sim;
        this.random = new Random(seed * 31 + 7);
        this.mostDelayMillis = new int[] {0, 20, 700, 3_000, 12_000}[random.nextInt(5)];
        this.doubled = random.nextInt(3) == 0 ? 0.4 : 0;
        this.lossy = random.nextInt(3) == 0 ? 0.02 + random.nextDouble() * 0.2 : 0;
    }

    int lost() {
        return lost;
    }

    void pass(Message message, Consumer<Message> to) {
        if (random.nextDouble() < lossy) {
            lost++;
            return;
        }
        int copies = random.nextDouble() < doubled ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            sim.in(mostDelayMillis == 0 ? 0 : random.nextInt(mostDelayMillis + 1), () -> to.accept(message));
        }
    }

    @Override
    public String toString() {
        return "delay up to " + mostDelayMillis + " ms, doubled " + doubled + ", lossy " + lossy + ", lost " + lost;
    }
}
