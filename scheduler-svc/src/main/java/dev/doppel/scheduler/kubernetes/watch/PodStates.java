package dev.doppel.scheduler.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the status of a pod that was made by {@code objects} (definition spec 8.5). Pure. */
public final class PodStates {
    private static final String OUT_OF_MEMORY = "out of memory: the limit of the item was reached";
    private static final Set<String> PULL = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");
    private static final Set<String> CONFIG = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "ContainerCannotRun",
            "StartError",
            "PreCreateHookError",
            "PreStartHookError",
            "PostStartHookError");
    /** Words of registries and runtimes that trying again does not change. */
    private static final List<String> FINAL = List.of(
            "not found",
            "notfound",
            "denied",
            "unauthorized",
            "manifest unknown",
            "forbidden",
            "does not exist",
            "invalid reference",
            "no match for platform");

    private PodStates() {}

    /** What the status says about the pod's one item. */
    public static PodState of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return new PodState.Waiting(null, null, false, false);
        }
        String address = status.getPodIP();
        PodState gate = gate(status, address);
        if (gate != null) {
            return gate;
        }
        ContainerStatus item = container(status.getContainerStatuses(), "item");
        ContainerState state = item == null ? null : item.getState();
        if (item != null && state != null && state.getTerminated() != null) {
            return ended(address, state.getTerminated());
        }
        if (item != null && state != null && state.getRunning() != null) {
            String image =
                    item.getImageID() == null || item.getImageID().isEmpty() ? item.getImage() : item.getImageID();
            return new PodState.Running(address, String.valueOf(image));
        }
        if ("Failed".equals(status.getPhase())) {
            return new PodState.Ended(
                    address, 137, text(status.getReason(), "the pod failed") + tail(status.getMessage()));
        }
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        return waiting == null ? scheduling(status, address) : waiting(address, waiting, "image " + image(pod, "item"));
    }

    /** The same for a pod of the self-test, whose one container is a gate: what it says at its end is the reason. */
    public static PodState ofGate(Pod pod) {
        PodState state = of(pod);
        ContainerStatus gate =
                pod.getStatus() == null ? null : container(pod.getStatus().getContainerStatuses(), "item");
        if (state instanceof PodState.Ended ended
                && ended.code() != 0
                && gate != null
                && gate.getState().getTerminated() != null) {
            String said = gate.getState().getTerminated().getMessage();
            return new PodState.Ended(ended.address(), ended.code(), said == null ? ended.reason() : said.strip());
        }
        return state;
    }

    private static @Nullable PodState gate(PodStatus status, @Nullable String address) {
        ContainerStatus gate = container(status.getInitContainerStatuses(), "gate");
        ContainerState state = gate == null ? null : gate.getState();
        if (gate == null || state == null) {
            return null;
        }
        ContainerStateTerminated ended = state.getTerminated();
        if (ended != null && !Integer.valueOf(0).equals(ended.getExitCode())) {
            return new PodState.Refused(
                    address,
                    "its gate did not let it start: " + text(ended.getMessage(), "code " + ended.getExitCode()));
        }
        if (state.getWaiting() != null && state.getWaiting().getReason() != null) {
            PodState waiting = waiting(
                    address,
                    state.getWaiting(),
                    "Doppel's own image for the gate (doppel.scheduler.kubernetes.gate.image), " + gate.getImage()
                            + ",");
            return waiting instanceof PodState.Waiting quiet && quiet.note() == null ? null : waiting;
        }
        return null;
    }

    private static PodState waiting(@Nullable String address, ContainerStateWaiting waiting, String image) {
        String reason = text(waiting.getReason(), "");
        String message = text(waiting.getMessage(), "");
        if (PULL.contains(reason)) {
            String why = image + " cannot be pulled: " + (message.isEmpty() ? reason : message);
            boolean hopeless = reason.equals("InvalidImageName")
                    || reason.equals("ErrImageNeverPull")
                    || reason.equals("ImagePullBackOff")
                    || FINAL.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains);
            return hopeless
                    ? new PodState.Refused(address, why)
                    : new PodState.Waiting(address, why + "; trying again", false, true);
        }
        if (CONFIG.contains(reason)) {
            return message.contains("runAsNonRoot") || message.contains("non-root")
                    ? new PodState.NeedsRoot(address)
                    : new PodState.Refused(
                            address, "its container cannot be made: " + (message.isEmpty() ? reason : message));
        }
        if (reason.equals("CrashLoopBackOff")) {
            return new PodState.Refused(address, "it ends again and again: " + message);
        }
        return new PodState.Waiting(address, null, false, false);
    }

    private static PodState scheduling(PodStatus status, @Nullable String address) {
        List<PodCondition> conditions = status.getConditions();
        for (PodCondition condition : conditions == null ? List.<PodCondition>of() : conditions) {
            if ("PodScheduled".equals(condition.getType())
                    && "False".equals(condition.getStatus())
                    && ("Unschedulable".equals(condition.getReason())
                            || "SchedulingGated".equals(condition.getReason()))) {
                return new PodState.Waiting(
                        address, "no node takes it: " + text(condition.getMessage(), "unschedulable"), true, false);
            }
        }
        return new PodState.Waiting(address, null, false, false);
    }

    private static PodState ended(@Nullable String address, ContainerStateTerminated ended) {
        int code = ended.getExitCode() == null ? 255 : ended.getExitCode();
        String reason = text(ended.getReason(), "");
        if (CONFIG.contains(reason)) {
            return new PodState.Refused(
                    address, "its container cannot be started: " + text(ended.getMessage(), reason));
        }
        return new PodState.Ended(address, code, reason.equals("OOMKilled") ? OUT_OF_MEMORY : null);
    }

    private static @Nullable ContainerStatus container(@Nullable List<ContainerStatus> all, String name) {
        return all == null
                ? null
                : all.stream()
                        .filter(one -> name.equals(one.getName()))
                        .findFirst()
                        .orElse(null);
    }

    private static String image(Pod pod, String container) {
        return pod.getSpec().getContainers().stream()
                .filter(one -> one.getName().equals(container))
                .map(one -> one.getImage())
                .findFirst()
                .orElse("?");
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text.strip();
    }

    private static String tail(@Nullable String text) {
        return text == null || text.isBlank() ? "" : ": " + text.strip();
    }
}
