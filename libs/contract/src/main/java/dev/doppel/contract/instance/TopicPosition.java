package dev.doppel.contract.instance;

/**
 * A place in a topic: reading from it misses nothing of the attempt.
 *
 * @param partition number of the partition, from 0
 * @param offset of the first record to read
 */
public record TopicPosition(int partition, long offset) {}
