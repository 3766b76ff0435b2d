package dev.doppel.mock.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of mock-svc. */
@ConfigMapping(prefix = "doppel.mock")
public interface MockConfig {
    /** Starts the service; off only in tests of other things in the same JVM. */
    @WithDefault("true")
    boolean enabled();

    /** Name of this replica, stable over restarts. */
    @WithDefault("mock-0")
    String replica();

    /** Address where others reach its listeners; empty on one machine. */
    Optional<String> address();

    /** How many environments it takes. */
    @WithDefault("200")
    int room();

    /** Holds {@code ca.pem} and {@code ca-key.pem}; made when absent. */
    @WithDefault("${java.io.tmpdir}/doppel-mock/ca")
    Path caDir();

    /** Where the files go by which items trust the CA. */
    @WithDefault("${java.io.tmpdir}/doppel-mock/trust")
    Path trustDir();

    /** Records wait here while the broker is away; a directory of this replica's own. */
    @WithDefault("${java.io.tmpdir}/doppel-mock/spool")
    Path spoolDir();

    /** Most bytes on disk. */
    @WithDefault("1073741824")
    long spoolBytes();

    /** Most records between the event loops and the thread that publishes. */
    @WithDefault("262144")
    int ringRecords();

    /** Most bytes between the event loops and the thread that publishes. */
    @WithDefault("268435456")
    long ringBytes();

    /** Most bytes handed to the broker and not acknowledged. */
    @WithDefault("25165824")
    long unacknowledgedBytes();

    /**
     * How long a replica that was told to stop goes on for the environments that it holds. It gets no new ones meanwhile.
     */
    @WithDefault("PT10M")
    Duration drainLimit();

    /** Number of event loops; as many as processors when absent. */
    OptionalInt eventLoops();

    /** How long an upstream may take to begin its answer. */
    @WithDefault("PT120S")
    Duration upstreamTimeout();

    /** Replicas of each topic that it creates. */
    @WithDefault("1")
    short topicReplication();

    /** Unix socket of the launcher through which calls leave; absent: they leave directly. */
    Optional<String> egressSocket();

    /** {@code host:port} that may be called whatever their address is. */
    Optional<List<String>> egressAllow();

    /** Further ranges that are not outside, in CIDR form. */
    Optional<List<String>> egressDeny();

    /** PEM file with roots for the outside instead of the JDK's. */
    Optional<Path> egressRoots();
}
