package dev.doppel.definition;

import dev.doppel.definition.read.Capabilities;
import java.util.Map;

/**
 * How to load.
 *
 * @param env overrides of {@code config.env}, from the command line
 * @param strict unknown keys are errors
 * @param capabilities what the platform can run
 */
public record LoadOptions(Map<String, String> env, boolean strict, Capabilities capabilities) {
    /** No overrides, not strict, what this release runs. */
    public static final LoadOptions DEFAULT = new LoadOptions(Map.of(), false, Capabilities.THIS_RELEASE);

    public LoadOptions {
        env = Map.copyOf(env);
    }

    public LoadOptions withCapabilities(Capabilities other) {
        return new LoadOptions(env, strict, other);
    }

    public LoadOptions asStrict(boolean wanted) {
        return new LoadOptions(env, wanted, capabilities);
    }

    public LoadOptions withEnv(Map<String, String> other) {
        return new LoadOptions(other, strict, capabilities);
    }
}
