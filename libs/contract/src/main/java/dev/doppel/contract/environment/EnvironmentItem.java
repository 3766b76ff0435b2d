package dev.doppel.contract.environment;

import org.jspecify.annotations.Nullable;

/**
 * One running part of an environment, as interception and names see it.
 *
 * @param name network name, a DNS label
 * @param kind what it is
 * @param interceptionAddress the address that the item's name resolves to, where mock-svc listens; null for a WORKER
 * @param address the item's own address: where mock-svc forwards to and whence its calls come; null until the provider knows it
 * @param port the port its server listens on; null for a WORKER
 * @param probe how readiness is found; null for a WORKER
 * @param started true once the provider has started it: probing begins
 */
public record EnvironmentItem(
        String name,
        ItemKind kind,
        @Nullable String interceptionAddress,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable Probe probe,
        boolean started) {}
