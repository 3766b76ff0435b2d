package dev.doppel.results.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of results-svc. Where Postgres is stands in {@code quarkus.datasource."results".*}, whose defaults come from the environment
 * variables {@code DOPPEL_POSTGRES} ({@code host:port/database}), {@code DOPPEL_POSTGRES_USER} and {@code DOPPEL_POSTGRES_PASSWORD}.
 */
@ConfigMapping(prefix = "doppel.results")
public interface ResultsConfig {
    /** Name of this replica, stable over restarts. */
    @WithDefault("results-0")
    String replica();

    /** The operator's bearer token of the REST API. Without it and without {@link #teamTokens}: no authentication. */
    Optional<String> token();

    /** Directory with a file per team, named as the team, with a token a line; such as a mounted Secret. Teams see their own runs only. */
    Optional<Path> teamTokens();

    /** Values of the Host and Origin headers that are served, names only, without port; {@code *} = any. */
    @WithDefault("localhost,127.0.0.1,::1")
    List<String> allowedHosts();

    /** How long reports wait for evidence that is announced but not stored, counted from the run's final record. */
    @WithDefault("5s")
    Duration evidenceGrace();

    /** How long a body that is larger than a record may take to arrive. */
    @WithDefault("5s")
    Duration blobLimit();

    /** Console lines of each item that a report shows for what failed. */
    @WithDefault("50")
    int reportConsoleLines();

    /** Finished runs that are kept. */
    @WithDefault("50")
    int keepRuns();

    /** How long runs are kept. */
    @WithDefault("30d")
    Duration keepFor();

    /** How often old runs are looked for. */
    @WithDefault("1m")
    Duration retentionEvery();

    /** Replication factor of topics that it has to create. */
    @WithDefault("1")
    short topicReplication();
}
