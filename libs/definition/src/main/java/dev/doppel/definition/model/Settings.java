package dev.doppel.definition.model;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code x-platform} extension of config.yaml and definitions (spec 1.3, 3.7, 7.7).
 *
 * @param unmocked what happens to a call to an outside host that no mock matches; null = not said, the installation decides
 *     (documented default: pass through); a definition can narrow the installation's policy, never widen it
 * @param settle quiet time and latest time before absence counts
 * @param secrets names of {@code config.env} keys whose values are masked in everything printed or stored
 * @param maxCallsPerPair calls of one origin to one target and path within a step before the loop warning; 50 unless given
 * @param maxCallsPerStep exchanges within a step before the loop warning; 500 unless given
 */
public record Settings(
        @Nullable Unmocked unmocked, Settle settle, Set<String> secrets, int maxCallsPerPair, int maxCallsPerStep) {
    /** What holds when nobody says anything. */
    public static final Settings DEFAULT = new Settings(null, Settle.DEFAULT, Set.of(), 50, 500);

    public Settings {
        secrets = Set.copyOf(secrets);
    }

    /** Policy for outside calls that no mock matches. */
    public enum Unmocked {
        PASSTHROUGH,
        BLOCK
    }

    /**
     * The settle rule of spec 7.7.
     *
     * @param quiet how long nothing new may come before absence counts; 500 ms unless given
     * @param max at the latest so long after the action; 5 s unless given; zero = no waiting
     */
    public record Settle(Duration quiet, Duration max) {
        public static final Settle DEFAULT = new Settle(Duration.ofMillis(500), Duration.ofMillis(5000));
    }
}
