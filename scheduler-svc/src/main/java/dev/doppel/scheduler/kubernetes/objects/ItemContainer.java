package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.DatabasePlan;
import dev.doppel.scheduler.environment.ItemPlan.InitFile;
import dev.doppel.scheduler.environment.ItemPlan.Limits;
import dev.doppel.scheduler.environment.TrustVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs for an item: image, words, variables, files (definition spec 2.2, 2.4, 3.5). Pure.
 *
 * @param image reference before registry rewrites
 * @param command replaces the image's entrypoint, null for its own
 * @param args replaces the image's arguments, null for its own
 * @param env variables in order
 * @param files absolute path to content
 * @param user user and group to run as; null for the image's own
 * @param data directory in memory that the item writes its data to, null for none
 */
record ItemContainer(
        String image,
        @Nullable List<String> command,
        @Nullable List<String> args,
        Map<String, String> env,
        Map<String, byte[]> files,
        @Nullable Long user,
        @Nullable String data) {
    private static final String INIT = "/docker-entrypoint-initdb.d/";
    private static final String DATA = "/doppel/data";
    private static final String DEFAULT_POSTGRES = "15";
    private static final long POSTGRES_DEBIAN = 999;
    private static final long POSTGRES_ALPINE = 70;
    private static final List<String> POSTGRES_OPTIONS =
            List.of("postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

    static ItemContainer of(ItemPlan item) {
        DatabasePlan database = item.database();
        return database == null ? program(item) : postgres(item, database);
    }

    private static ItemContainer program(ItemPlan item) {
        Map<String, String> env = new LinkedHashMap<>(TrustVariables.all());
        env.put("HOSTNAME", "0.0.0.0");
        env.putAll(item.env());
        String options = TrustVariables.JAVA_TOOL_OPTIONS;
        env.put(options, TrustVariables.javaToolOptions(item.env().get(options), Limits.NONE));
        return new ItemContainer(
                String.valueOf(item.image()), item.entrypoint(), item.command(), env, item.mounts(), null, null);
    }

    /** The official image: it runs as its own user when told so, makes user and database, and runs init files in the order of their names. */
    private static ItemContainer postgres(ItemPlan item, DatabasePlan database) {
        String version = database.version() == null ? DEFAULT_POSTGRES : database.version();
        String image = item.image() == null ? "postgres:" + version : item.image();
        Map<String, String> env = new LinkedHashMap<>(item.env());
        // not below the image's volume: images from 18 on refuse data in the old place
        env.put("PGDATA", DATA + "/pgdata");
        if (database.noAuth()) {
            env.put("POSTGRES_USER", "postgres");
            env.put("POSTGRES_DB", "postgres");
            env.put("POSTGRES_HOST_AUTH_METHOD", "trust");
        } else {
            env.put("POSTGRES_USER", database.user());
            env.put("POSTGRES_DB", database.database());
            env.put("POSTGRES_PASSWORD", database.password());
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        int number = 0;
        for (InitFile file : database.initFiles()) {
            files.put(INIT + "%02d_".formatted(number++) + safe(file.name()), file.content());
        }
        long user = image.contains("alpine") ? POSTGRES_ALPINE : POSTGRES_DEBIAN;
        return new ItemContainer(image, null, POSTGRES_OPTIONS, env, files, user, DATA);
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (char c : name.toCharArray()) {
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            safe.append(plain || c == '.' || c == '-' ? c : '_');
        }
        return safe.toString();
    }

    /** Why an item cannot run in a cluster, or null; names item and what to do. */
    static @Nullable String problem(ItemPlan item) {
        String where = "item " + item.name() + ": ";
        switch (item.kind()) {
            case SERVICE, WORKER -> {
                if (item.image() == null) {
                    return where + "no image says what to run, and a cluster runs images only: give it an image";
                }
            }
            case DATABASE -> {
                DatabasePlan database = item.database();
                if (database == null || !database.engine().equals("postgres")) {
                    return where + "databases other than postgres cannot be run in a cluster yet";
                }
                for (InitFile file : database.initFiles()) {
                    String name = file.name();
                    if (!name.endsWith(".sql") && !name.endsWith(".sql.gz") && !name.endsWith(".sh")) {
                        return where + "init file " + name + " is neither .sql, .sql.gz nor .sh";
                    }
                }
            }
            case BROKER -> {
                return where + "brokers cannot be run in a cluster yet";
            }
        }
        for (String target : item.mounts().keySet()) {
            List<String> parts = List.of(target.split("/", -1));
            boolean sane = target.startsWith("/")
                    && parts.size() > 1
                    && target.indexOf(':') < 0
                    && parts.subList(1, parts.size()).stream()
                            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
            if (!sane || List.of("proc", "sys", "dev", "doppel", "ca-bundle").contains(parts.get(1))) {
                return where + "a file cannot be mounted at '" + target
                        + "': the target must be an absolute path without ':', outside of /proc, /sys, /dev and /doppel";
            }
        }
        return null;
    }
}
