package dev.doppel.local.store;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresServer;
import dev.doppel.embedded.postgres.PostgresTemplate;
import dev.doppel.local.part.Part;
import dev.doppel.local.part.Program;
import dev.doppel.platform.fault.FaultPoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kafka in a JVM of its own and Postgres, both on this network namespace's loopback, each started again on its data when it ends. Not
 * thread-safe.
 */
public final class Stores implements AutoCloseable {
    static final int KAFKA_PORT = 9092;
    static final int POSTGRES_PORT = 5432;
    private static final int DIAL_MILLIS = 200;
    private static final Duration POSTGRES_LIMIT = Duration.ofSeconds(30);

    private final Part kafka;
    private final Part postgres;
    private final boolean training;

    private Stores(Part kafka, Part postgres, boolean training) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.training = training;
    }

    /**
     * Returns when Postgres accepts connections; Kafka follows, and the services wait for it.
     *
     * @param training true: this start records what an AOT cache needs, see {@code doppel}
     */
    public static Stores start(Path home, Path runDirectory, Path cacheDirectory, boolean training, FaultPoints faults)
            throws IOException {
        Files.createDirectories(runDirectory);
        List<String> command = kafkaCommand(home, runDirectory, cacheDirectory, training);
        Path kafkaLog = runDirectory.resolve("kafka.log");
        Part kafka = Part.start("kafka", "kafka", kafkaLog, kafka(command, kafkaLog), faults);
        PostgresBinaries binaries = PostgresBinaries.extract(cacheDirectory);
        Path template = PostgresTemplate.ensure(binaries, cacheDirectory);
        Path data = runDirectory.resolve("postgres");
        PostgresTemplate.copy(template, data);
        Path postgresLog = runDirectory.resolve("postgres.log");
        Part postgres = Part.start("postgres", "postgres", postgresLog, postgres(binaries, data, postgresLog), faults);
        Stores stores = new Stores(kafka, postgres, training);
        try {
            postgres.awaitReady(POSTGRES_LIMIT);
        } catch (IllegalStateException e) {
            stores.close();
            throw new IOException(e.getMessage(), e);
        }
        return stores;
    }

    private static Program kafka(List<String> command, Path log) {
        return new Program() {
            @Override
            public Process start() throws IOException {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
            }

            @Override
            public boolean ready() {
                return accepts(KAFKA_PORT);
            }
        };
    }

    private static Program postgres(PostgresBinaries binaries, Path data, Path log) {
        return new Program() {
            @Override
            public Process start() {
                return PostgresServer.start(binaries, data, POSTGRES_PORT, PostgresServer.SURVIVES_A_KILL, log)
                        .process();
            }

            @Override
            public boolean ready() {
                return accepts(POSTGRES_PORT);
            }
        };
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DIAL_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> kafkaCommand(Path home, Path runDirectory, Path cacheDirectory, boolean training)
            throws IOException {
        Path embedded = home.resolve("libs/embedded/target");
        Path aot = Path.of(System.getProperty("doppel.local.aot-dir", cacheDirectory.toString()), "kafka.aot");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Djava.io.tmpdir=" + runDirectory.resolve("tmp")));
        if (training) {
            command.add("-XX:AOTCacheOutput=" + aot);
        } else if (Files.exists(aot)) {
            command.add("-XX:AOTCache=" + aot);
        }
        command.addAll(List.of(
                "-cp",
                classPath(embedded),
                "dev.doppel.embedded.kafka.KafkaMain",
                runDirectory.resolve("kafka").toString(),
                Integer.toString(KAFKA_PORT)));
        return List.copyOf(command);
    }

    /** Jars only, in a fixed order: an AOT cache is valid for exactly one class path. */
    private static String classPath(Path embedded) throws IOException {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> own = Files.list(embedded);
                Stream<Path> libraries = Files.list(embedded.resolve("kafka-lib"))) {
            Stream.concat(own, libraries)
                    .map(Path::toString)
                    .filter(path -> path.endsWith(".jar"))
                    .sorted()
                    .forEach(jars::add);
        }
        return String.join(":", jars);
    }

    /** Both, for a list of parts. */
    public List<Part> parts() {
        return List.of(kafka, postgres);
    }

    @Override
    public void close() {
        if (training) {
            kafka.leave();
        }
        postgres.close();
        if (training) {
            kafka.awaitGone(Duration.ofSeconds(60));
        }
        kafka.close();
    }
}
