package dev.doppel.twin.engine;

import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a twin is loaded and run.
 *
 * @param seed run seed; null for ids from a random source (generated answers then use seed 0)
 * @param env environment variables by name
 * @param visibleDeletes preserved rows stay readable (D1); also set by the file
 */
public record TwinOptions(
        @Nullable Long seed, Clock clock, Function<String, @Nullable String> env, boolean visibleDeletes) {
    public static TwinOptions defaults() {
        return new TwinOptions(null, Clock.systemUTC(), name -> null, false);
    }

    public TwinOptions withSeed(long value) {
        return new TwinOptions(value, clock, env, visibleDeletes);
    }

    public TwinOptions withClock(Clock other) {
        return new TwinOptions(seed, other, env, visibleDeletes);
    }

    public TwinOptions withEnv(Function<String, @Nullable String> other) {
        return new TwinOptions(seed, clock, other, visibleDeletes);
    }

    public TwinOptions withVisibleDeletes(boolean value) {
        return new TwinOptions(seed, clock, env, value);
    }
}
