package dev.doppel.local;

import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresServer;
import dev.doppel.embedded.postgres.PostgresTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kafka in a JVM of its own and Postgres, both on this network namespace's loopback. Not thread-safe. */
final class Stores implements AutoCloseable {
    static final int KAFKA_PORT = 9092;
    static final int POSTGRES_PORT = 5432;

    private final Process kafka;
    private final PostgresServer postgres;
    private final boolean training;

    private Stores(Process kafka, PostgresServer postgres, boolean training) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.training = training;
    }

    /**
     * Returns when Postgres accepts connections; Kafka follows, and the services wait for it.
     *
     * @param training true: this start records what an AOT cache needs, see {@code doppel}
     */
    static Stores start(Path home, Path runDirectory, Path cacheDirectory, boolean training) throws IOException {
        Files.createDirectories(runDirectory);
        Process kafka = startKafka(home, runDirectory, cacheDirectory, training);
        PostgresBinaries binaries = PostgresBinaries.extract(cacheDirectory);
        Path template = PostgresTemplate.ensure(binaries, cacheDirectory);
        Path data = runDirectory.resolve("postgres");
        PostgresTemplate.copy(template, data);
        PostgresServer postgres = PostgresServer.start(
                binaries, data, POSTGRES_PORT, PostgresServer.THROW_AWAY, runDirectory.resolve("postgres.log"));
        return new Stores(kafka, postgres, training);
    }

    private static Process startKafka(Path home, Path runDirectory, Path cacheDirectory, boolean training)
            throws IOException {
        Path embedded = home.resolve("libs/embedded/target");
        Path aot = Path.of(System.getProperty("doppel.local.aot-dir", cacheDirectory.toString()), "kafka.aot");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders"));
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
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(runDirectory.resolve("kafka.log").toFile())
                .start();
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

    @Override
    public void close() {
        if (training) {
            kafka.destroy();
        } else {
            kafka.destroyForcibly();
        }
        postgres.close();
        try {
            kafka.waitFor(training ? 60 : 2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
