package dev.doppel.scheduler.kubernetes;

import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.scheduler.world.Client;
import dev.doppel.scheduler.world.Replica;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One life of scheduler-svc as a process of its own, with the kubernetes provider on a fake cluster of another JVM. Killed, not stopped. */
final class SchedulerLife implements AutoCloseable {
    private final Process process;
    private final Path log;

    private SchedulerLife(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * What a life is told.
     *
     * @param cluster the API server's address
     * @param directory trust files, and fault points below {@code faults}
     */
    record Orders(String database, String cluster, Path directory) {}

    /** @param definition name of a definition to submit when it is at work; null for none */
    static SchedulerLife begin(Orders orders, String definition) throws IOException {
        Replica.Stores stores = Replica.Stores.here();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                SchedulerLife.class.getName(),
                stores.kafka(),
                Integer.toString(stores.postgres()),
                orders.database(),
                orders.cluster(),
                orders.directory().toString()));
        if (definition != null) {
            command.add(definition);
        }
        Path log = Files.createTempFile(orders.directory(), "life", ".log");
        return new SchedulerLife(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** As kill -9. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end; fails with what it said when it lives on. */
    void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            throw new AssertionError("the first life was not killed; it said:\n" + Files.readString(log));
        }
    }

    String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lives until it is killed, or until the JVM that began it is gone. */
    public static void main(String[] args) throws IOException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(args[3])
                .withNamespace("test")
                .withHttp2Disable(true)
                .build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        Path directory = Path.of(args[4]);
        KubernetesProvider provider = new KubernetesProvider(
                Settings.of(Map.of(
                        "self-test", "false",
                        "address", "127.0.0.1",
                        "canary-port", "0",
                        "trust-dir", directory.toString(),
                        "request-limit", "5s")),
                () -> client,
                Clock.systemUTC());
        Replica replica = new Replica(
                "scheduler-k",
                args[2],
                provider,
                FaultPoints.in(directory.resolve("faults")),
                new Replica.Stores(args[0], Integer.parseInt(args[1])));
        if (args.length > 5) {
            replica.submit(Client.definition(args[5]));
        }
        while (System.in.read() >= 0) {
            // nobody writes; the end comes with the other JVM's
        }
        Runtime.getRuntime().halt(1);
    }
}
