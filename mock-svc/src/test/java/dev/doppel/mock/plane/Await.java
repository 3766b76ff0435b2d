package dev.doppel.mock.plane;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waiting for a condition, never for a time. */
public final class Await {
    private Await() {}

    /** Polls until the supplier gives something; fails after 20 s. */
    public static <T> T until(String what, Supplier<@Nullable T> condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            T found = condition.get();
            if (found != null) {
                return found;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("waited 20 s for: " + what);
    }

    public static void isTrue(String what, Supplier<Boolean> condition) {
        until(what, () -> condition.get() ? Boolean.TRUE : null);
    }
}
