package dev.doppel.dns.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of dns-svc. */
@ConfigMapping(prefix = "doppel.dns")
public interface DnsConfig {
    /** Name of this replica, stable over restarts. */
    @WithDefault("dns-0")
    String replica();

    /** Where its listeners can be reached; {@code -} on one machine, where it binds the addresses it is told. */
    @WithDefault("-")
    String address();

    /** How many environments it takes. */
    @WithDefault("1000")
    int room();

    /** How often it says that it lives. */
    @WithDefault("2s")
    Duration announceEvery();

    /** Replication factor of topics that it has to create. */
    @WithDefault("1")
    short topicReplication();
}
