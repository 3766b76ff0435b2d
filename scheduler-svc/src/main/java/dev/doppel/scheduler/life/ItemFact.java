package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.ItemKind;

/**
 * What the definition says about an item's start.
 *
 * @param name network name
 * @param kind what it is
 * @param stage start-up order, 0 first
 * @param oneShot a WORKER that is ready when it has ended with code 0
 * @param probe how readiness is found, in words; empty for a WORKER
 */
public record ItemFact(String name, ItemKind kind, int stage, boolean oneShot, String probe) {}
