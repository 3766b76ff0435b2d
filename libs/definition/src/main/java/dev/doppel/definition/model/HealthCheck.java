package dev.doppel.definition.model;

/** When an item counts as ready (spec 2.2): two probes in a row that pass. */
public sealed interface HealthCheck {
    /** A TCP connect to the port succeeds. */
    record Tcp() implements HealthCheck {}

    /**
     * GET answers with any 2xx; redirects are neither followed nor accepted.
     *
     * @param path begins with {@code /}
     */
    record HttpGet(String path) implements HealthCheck {}
}
