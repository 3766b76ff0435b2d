package dev.doppel.scheduler.process.inside;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.ProviderContract;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.StartedItem;
import dev.doppel.scheduler.process.ProcessConfig;
import dev.doppel.scheduler.process.ProcessProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A provider with a project of its own; for scenarios. */
public final class Rig implements AutoCloseable {
    private static final Path WORK = Path.of(System.getProperty("doppel.test.work", "/nonexistent"));

    public final Path project;
    public final Path trust;
    public final Path state = WORK.resolve("state dir");
    public final Observed observed = new Observed();
    private ProcessProvider provider;

    public Rig() throws IOException {
        project = Files.createTempDirectory(WORK, "project");
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
        trust = Files.createDirectories(WORK.resolve("trust"));
        for (String name : List.of("ca.pem", "ca-bundle.pem", "truststore.p12")) {
            Files.writeString(trust.resolve(name), "content of " + name + "\n");
        }
        Files.writeString(trust.resolve("ca-key.pem"), "secret\n");
        provider = new ProcessProvider(config());
    }

    public ProcessProvider provider() {
        return provider;
    }

    /** Another life of the same process: the old one is forgotten without being closed. */
    public void forget() {
        provider = new ProcessProvider(config());
    }

    private ProcessConfig config() {
        return new ProcessConfig() {
            @Override
            public String stateDir() {
                return state.toString();
            }

            @Override
            public String cacheDir() {
                return WORK.resolve("cache").toString();
            }

            @Override
            public String trustDir() {
                return trust.toString();
            }

            @Override
            public Duration stopGrace() {
                return Duration.ofMillis(50);
            }

            @Override
            public int maxProcesses() {
                return 512;
            }

            @Override
            public int maxOpenFiles() {
                return 4096;
            }

            @Override
            public int tmpMebibytes() {
                return 256;
            }

            @Override
            public Duration databaseStart() {
                return Duration.ofSeconds(60);
            }
        };
    }

    /** A file of the project. */
    public void file(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    public EnvironmentPlan plan(String instance, ItemPlan... items) {
        return new EnvironmentPlan(
                new RunId("run-1"), new InstanceId(instance), 1, project, List.of(items), Set.of(3001, 8088));
    }

    /** A service that is a shell script given as text. */
    public static ItemPlan script(String name, String text) {
        return program(name, List.of("sh", "-c", text), Map.of(), Map.of());
    }

    public static ItemPlan program(
            String name, List<String> command, Map<String, String> env, Map<String, byte[]> mounts) {
        return new ItemPlan(
                name, ItemKind.SERVICE, null, null, command, 8080, env, mounts, ItemPlan.Limits.NONE, null, null);
    }

    public EnvironmentLayout create(EnvironmentPlan plan) throws Exception {
        return get(provider.create(plan, observed));
    }

    public StartedItem start(EnvironmentPlan plan, String item) throws Exception {
        return get(provider.start(plan, item));
    }

    public void remove(EnvironmentPlan plan) throws Exception {
        get(provider.remove(plan.instance(), plan.attempt()));
    }

    /** Creates an environment, runs its one item to its end and returns what it wrote. */
    public List<String> run(ItemPlan item) throws Exception {
        EnvironmentPlan plan = plan("run-" + Math.abs(item.hashCode()), item);
        create(plan);
        try {
            start(plan, item.name());
            return observed.outputAtEnd(item.name());
        } finally {
            remove(plan);
        }
    }

    public static <T> T get(CompletableFuture<T> future) throws Exception {
        return ProviderContract.get(future);
    }

    /** What a tool prints, or its words when it fails. */
    public static String tool(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return said;
    }

    @Override
    public void close() {
        provider.close();
    }
}
