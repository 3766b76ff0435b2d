package dev.doppel.contract.instance;

/** A place in a topic: reading from {@code offset} of {@code partition} misses nothing of the attempt. */
public record TopicPosition(int partition, long offset) {}
