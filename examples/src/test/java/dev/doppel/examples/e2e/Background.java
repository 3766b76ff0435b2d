package dev.doppel.examples.e2e;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that goes on while a test does something else.
 *
 * @param ended completes with its end
 */
record Background(CompletableFuture<Doppel.Ended> ended) {
    private static final long LIMIT_SECONDS = 320;

    static Background of(Doppel doppel, String... arguments) {
        return new Background(CompletableFuture.supplyAsync(
                () -> doppel.run(arguments), task -> Thread.ofVirtual().start(task)));
    }

    Doppel.Ended await() throws Exception {
        return ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
