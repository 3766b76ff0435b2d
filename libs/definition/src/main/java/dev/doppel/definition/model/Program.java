package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a SERVICE or WORKER runs (spec 2.2).
 *
 * @param image container image reference; null = none given (a process item says entrypoint or command instead)
 * @param entrypoint null = the image's own; setting it without command drops the image's command
 * @param command null = the image's own
 * @param env in written order, one entry per name, the last given wins
 * @param mountFiles mounted read-only
 * @param localDev null unless both keys were given
 */
public record Program(
        @Nullable String image,
        @Nullable List<String> entrypoint,
        @Nullable List<String> command,
        List<EnvVar> env,
        List<MountFile> mountFiles,
        Resources resources,
        @Nullable LocalDev localDev) {
    public Program {
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        command = command == null ? null : List.copyOf(command);
        env = List.copyOf(env);
        mountFiles = List.copyOf(mountFiles);
    }

    /**
     * A live directory of the developer's machine; only where the platform runs on that machine.
     *
     * @param localDevPath as written, relative to the definition's file or absolute on the host
     * @param mountPath absolute path inside the item
     */
    public record LocalDev(String localDevPath, String mountPath) {}
}
