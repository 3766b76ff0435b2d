package dev.doppel.scheduler.environment;

import java.time.Duration;
import java.util.List;

/**
 * What of the platform an environment is joined to; of use only where holders are reached over a network.
 *
 * @param interception address of the mock-svc replica that holds the environment; empty on one machine
 * @param names addresses of the dns-svc replicas, in order; empty on one machine
 * @param lifetime how long the environment may be needed at most, from its creation
 */
public record Surroundings(String interception, List<String> names, Duration lifetime) {
    /** One machine: holders bind the addresses that they are told. */
    public static final Surroundings NONE = new Surroundings("", List.of(), Duration.ofHours(24));

    public Surroundings {
        names = List.copyOf(names);
    }
}
