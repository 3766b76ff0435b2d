package dev.doppel.scheduler.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Event;
import java.util.Optional;
import java.util.Set;

/**
 * What warnings of the cluster say about a pod whose own status says nothing: it has no node, or its node cannot set it up. Pure.
 *
 * @param why the cluster's words, one line, bounded
 */
public record PodTrouble(String why) {
    private static final int MOST_CHARACTERS = 500;
    private static final Set<String> NO_NODE = Set.of("FailedScheduling");
    private static final Set<String> NOT_SET_UP = Set.of(
            "FailedMount",
            "FailedAttachVolume",
            "FailedMapVolume",
            "FailedCreatePodSandBox",
            "FailedPodSandBoxStatus",
            "NetworkNotReady",
            "FailedCreatePodContainer",
            "FailedValidation",
            "FailedToRetrieveImagePullSecret");

    /** What an event says; empty for one of those whose matter the pod's status tells better, or that are no trouble. */
    public static Optional<PodTrouble> of(Event event) {
        String reason = event.getReason() == null ? "" : event.getReason();
        String message = event.getMessage() == null ? "" : oneLine(event.getMessage());
        if (NO_NODE.contains(reason)) {
            return Optional.of(new PodTrouble("no node takes it: " + message));
        }
        return NOT_SET_UP.contains(reason)
                ? Optional.of(new PodTrouble("its node cannot set it up: " + reason + ": " + message))
                : Optional.empty();
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
    }
}
