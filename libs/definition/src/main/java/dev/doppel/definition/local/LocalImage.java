package dev.doppel.definition.local;

import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.model.SourceRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs on this machine instead of an image.
 *
 * @param match image names it is for; a star matches any characters, slashes too
 * @param command program and arguments
 * @param workdir relative to the project root; {@code ""} = the root itself
 * @param env added below the item's own variables
 * @param build program and arguments that make it, run as the user; null = nothing to build
 * @param inputs globs of files, relative to the project root; a change of one means building again
 */
public record LocalImage(
        String match,
        List<String> command,
        String workdir,
        List<EnvVar> env,
        @Nullable List<String> build,
        List<String> inputs,
        SourceRef at) {
    public LocalImage {
        command = List.copyOf(command);
        env = List.copyOf(env);
        build = build == null ? null : List.copyOf(build);
        inputs = List.copyOf(inputs);
    }
}
