package dev.doppel.definition.model;

/**
 * A program without listener (spec 2.3).
 *
 * @param oneShot {@code x-oneShot}: exit 0 means ready and lets the next stage start, another code is a failure; without it
 *     any exit is a crash
 */
public record Worker(ItemHead head, Program program, boolean oneShot) implements Item {}
