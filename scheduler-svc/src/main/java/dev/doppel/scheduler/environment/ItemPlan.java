package dev.doppel.scheduler.environment;

import dev.doppel.contract.environment.ItemKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item to run.
 *
 * @param name network name
 * @param kind what it is
 * @param image image reference, null when the item runs its own command
 * @param entrypoint replaces the image's, null for the image's own
 * @param command replaces the image's arguments, null for the image's own
 * @param port port its server listens on, null for a WORKER
 * @param env the user's variables in order; the provider adds the trust variables of spec 3.5 below them
 * @param mounts read-only files: absolute target path to content
 * @param limits cpu and memory
 * @param localImage how {@code image} is run on this machine ({@code .dokkimi/local.yaml}), null when not mapped
 * @param database set exactly for a DATABASE
 */
public record ItemPlan(
        String name,
        ItemKind kind,
        @Nullable String image,
        @Nullable List<String> entrypoint,
        @Nullable List<String> command,
        @Nullable Integer port,
        Map<String, String> env,
        Map<String, byte[]> mounts,
        Limits limits,
        @Nullable LocalCommand localImage,
        @Nullable DatabasePlan database) {
    public ItemPlan {
        env = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(env));
        mounts = Map.copyOf(mounts);
    }

    /**
     * @param maxCpu cores, null for the installation's default
     * @param maxMemoryMiB mebibytes, null for the installation's default
     */
    public record Limits(@Nullable Double maxCpu, @Nullable Integer maxMemoryMiB) {
        public static final Limits NONE = new Limits(null, null);
    }

    /**
     * How an image is run without containers (definition spec 12.7). {@code build} was already run by the submitter.
     *
     * @param command program and arguments; {@code java} means the platform's own JDK, relative paths are below {@code workdir}
     * @param workdir relative to the project root
     * @param env variables below the item's own
     */
    public record LocalCommand(List<String> command, String workdir, Map<String, String> env) {
        public LocalCommand {
            command = List.copyOf(command);
            env = Map.copyOf(env);
        }
    }

    /**
     * @param engine {@code postgres}; others are refused by {@code check} until their issue
     * @param version as the definition pins it, null for the default (spec 12.6)
     * @param database database name
     * @param user bootstrap user
     * @param password its password
     * @param noAuth true: every connection is trusted, database and user {@code postgres}
     * @param initFiles in order of execution
     */
    public record DatabasePlan(
            String engine,
            @Nullable String version,
            String database,
            String user,
            String password,
            boolean noAuth,
            List<InitFile> initFiles) {
        public DatabasePlan {
            initFiles = List.copyOf(initFiles);
        }
    }

    /**
     * @param name file name with its extension, {@code .sql}, {@code .sql.gz} or {@code .sh}
     * @param content bytes
     */
    public record InitFile(String name, byte[] content) {}
}
