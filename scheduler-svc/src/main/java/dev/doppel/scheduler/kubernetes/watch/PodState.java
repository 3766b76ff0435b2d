package dev.doppel.scheduler.kubernetes.watch;

import org.jspecify.annotations.Nullable;

/**
 * Where a pod stands, as far as an item's start and end go:
 *
 * <pre>
 * Waiting -> Running -> Ended
 *    \-> Refused, NeedsRoot
 * </pre>
 */
public sealed interface PodState {
    /**
     * The pod's own address, null until it has one.
     */
    @Nullable
    String address();

    /**
     * Not running yet.
     *
     * @param note something slow or wrong that may still pass, null for nothing to say
     * @param unschedulable whether no node takes it now
     * @param pulling whether an image could not be pulled at first
     */
    record Waiting(@Nullable String address, @Nullable String note, boolean unschedulable, boolean pulling)
            implements PodState {}

    /**
     * The item runs.
     *
     * @param image what really runs: the image with its digest
     */
    record Running(@Nullable String address, String image) implements PodState {}

    /** The item ran and ended. */
    record Ended(
            @Nullable String address, int code, @Nullable String reason) implements PodState {}

    /** It will never run; the text says why and what to do. */
    record Refused(@Nullable String address, String why) implements PodState {}

    /** Its image runs as root, which the level restricted does not allow. */
    record NeedsRoot(@Nullable String address) implements PodState {}
}
