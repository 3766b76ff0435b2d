package dev.doppel.scheduler.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every key of scheduler-svc, below {@code doppel.scheduler}. An unknown key below that prefix stops the start. */
@ConfigMapping(prefix = "doppel.scheduler")
public interface SchedulerConfig {
    /** Name of this replica; outlives restarts, differs between replicas. */
    @WithDefault("scheduler-0")
    String replica();

    /** Which environment provider is used: {@code process} or {@code kubernetes}. */
    @WithDefault("process")
    String provider();

    /** The operator's bearer token of the REST API. Without it and without {@link #teamTokens}: no authentication. */
    Optional<String> token();

    /** Directory with a file per team, named as the team, with a token a line; such as a mounted Secret. Teams see their own runs only. */
    Optional<Path> teamTokens();

    /** Values of the Host header that are served; {@code *} = any. Names only, without port. */
    @WithDefault("localhost,127.0.0.1,::1")
    List<String> allowedHosts();

    /** Whether the header {@code x-doppel-project-root} is believed: only on one machine. */
    @WithDefault("false")
    boolean trustProjectRoot();

    /** What happens to outside calls that nothing matches: {@code passthrough} or {@code block}. */
    @WithDefault("passthrough")
    EgressDefault egressDefault();

    /** With {@code block}: hosts that may pass all the same, {@code host} or {@code *.suffix}. */
    Optional<List<String>> egressAllow();

    /** Largest accepted bundle, in bytes. */
    @WithDefault("67108864")
    long maxBundleBytes();

    /** Instances alive at once. */
    @WithDefault("6")
    int maxParallel();

    /** Instances starting at once. */
    @WithDefault("2")
    int maxBooting();

    /** New attempts after a loss. */
    @WithDefault("2")
    int retries();

    /** How long a lease holds without renewal. */
    @WithDefault("10s")
    Duration lease();

    /** How long a runner may take to claim an attempt. */
    @WithDefault("60s")
    Duration claimLimit();

    /** A runner silent for so long is lost: three heartbeats of 2 s. */
    @WithDefault("7s")
    Duration heartbeatLimit();

    /** How long a runner may take to stop after a withdrawal. */
    @WithDefault("10s")
    Duration withdrawLimit();

    /** How long holders and the provider may take to close an environment. */
    @WithDefault("30s")
    Duration closeLimit();

    /** A mock-svc or dns-svc replica silent for so long is lost. */
    @WithDefault("15s")
    Duration replicaSilence();

    /** Largest body kept as evidence, in bytes. */
    @WithDefault("10485760")
    int captureBytes();

    /** How long finished runs stay in the queue's tables; reports live in results-svc. */
    @WithDefault("30d")
    Duration keep();

    /** Replication factor of topics created here. */
    @WithDefault("1")
    short topicReplication();

    /** Where the queue lives. */
    Database database();

    /** Postgres of this service; the schema is {@code scheduler}. */
    interface Database {
        /** {@code postgresql://host:port/database}. */
        @WithDefault("postgresql://127.0.0.1:5432/doppel")
        String url();

        @WithDefault("doppel")
        String user();

        @WithDefault("doppel")
        String password();
    }

    /** The installation's policy for outside calls. */
    enum EgressDefault {
        PASSTHROUGH,
        BLOCK
    }
}
