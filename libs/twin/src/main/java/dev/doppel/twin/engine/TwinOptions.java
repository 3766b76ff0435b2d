package dev.doppel.twin.engine;

import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a twin is loaded and run.
 *
 * @param seed run seed; null for ids from a random source (generated answers then use seed 0)
 * @param env environment variables by name
 * @param visibleDeletes preserved rows stay readable (D1); also set by the file
 * @param oneRun every request belongs to the run {@code default}, whatever its headers and keys say
 * @param server members of {@code serverConfig} that beat those of the file; mappings are laid over the file's
 */
public record TwinOptions(
        @Nullable Long seed,
        Clock clock,
        Function<String, @Nullable String> env,
        boolean visibleDeletes,
        boolean oneRun,
        Map<String, Object> server) {
    public TwinOptions {
        server = Map.copyOf(server);
    }

    public static TwinOptions defaults() {
        return new TwinOptions(null, Clock.systemUTC(), name -> null, false, false, Map.of());
    }

    public TwinOptions withSeed(long value) {
        return new TwinOptions(value, clock, env, visibleDeletes, oneRun, server);
    }

    public TwinOptions withClock(Clock other) {
        return new TwinOptions(seed, other, env, visibleDeletes, oneRun, server);
    }

    public TwinOptions withEnv(Function<String, @Nullable String> other) {
        return new TwinOptions(seed, clock, other, visibleDeletes, oneRun, server);
    }

    public TwinOptions withVisibleDeletes(boolean value) {
        return new TwinOptions(seed, clock, env, value, oneRun, server);
    }

    public TwinOptions withServer(Map<String, Object> other) {
        return new TwinOptions(seed, clock, env, visibleDeletes, oneRun, other);
    }

    /** For a twin that belongs to one test alone. */
    public TwinOptions withOneRun() {
        return new TwinOptions(seed, clock, env, visibleDeletes, true, server);
    }
}
