package dev.doppel.contract.environment;

/** Where an environment is in its life; only ever moves forward. {@code GONE} is followed by a tombstone. */
public enum Phase {
    PREPARING,
    STARTING,
    RUNNING,
    CLOSING,
    GONE
}
