package dev.doppel.runner.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of runner-svc. */
@ConfigMapping(prefix = "doppel.runner")
public interface RunnerConfig {
    /** Name of this replica, stable over restarts. */
    @WithDefault("runner-0")
    String replica();

    /** How many attempts it runs at once. */
    @WithDefault("16")
    int room();

    /** How long a replica that was told to stop goes on with the attempts that it runs. It claims no new ones meanwhile. */
    @WithDefault("10m")
    Duration drainLimit();

    /** How often it says of each attempt that it still works on it. */
    @WithDefault("2s")
    Duration heartbeat();

    /** Longest wait for evidence that is due; after it the verdict is INCONCLUSIVE (spec 12.1). */
    @WithDefault("120s")
    Duration evidenceWait();

    /** Time-out of an httpRequest that gives none. */
    @WithDefault("30s")
    Duration httpTimeout();

    /** Time-out of a dbQuery that gives none. */
    @WithDefault("30s")
    Duration dbTimeout();

    /** Most bytes kept of the body of a response to a step. */
    @WithDefault("10485760")
    int bodyLimit();

    /** Bytes of captured bodies kept in memory per attempt; more goes to a file. */
    @WithDefault("33554432")
    long evidenceMemory();

    /** Bytes of evidence kept per attempt altogether; what comes beyond counts as lost. */
    @WithDefault("268435456")
    long evidenceLimit();

    /** Replication factor of topics that it has to create. */
    @WithDefault("1")
    short topicReplication();
}
