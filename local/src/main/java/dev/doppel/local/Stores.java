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

/** Kafka in a JVM of its own and Postgres, both on this network namespace's loopback. Not thread-safe. */
final class Stores implements AutoCloseable {
    static final int KAFKA_PORT = 9092;
    static final int POSTGRES_PORT = 5432;

    private final Process kafka;
    private final PostgresServer postgres;

    private Stores(Process kafka, PostgresServer postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** Returns when Postgres accepts connections; Kafka follows, and the services wait for it. */
    static Stores start(Path home, Path runDirectory, Path cacheDirectory) throws IOException {
        Files.createDirectories(runDirectory);
        Process kafka = startKafka(home, runDirectory, cacheDirectory);
        PostgresBinaries binaries = PostgresBinaries.extract(cacheDirectory);
        Path template = PostgresTemplate.ensure(binaries, cacheDirectory);
        Path data = runDirectory.resolve("postgres");
        PostgresTemplate.copy(template, data);
        PostgresServer postgres = PostgresServer.start(
                binaries, data, POSTGRES_PORT, PostgresServer.THROW_AWAY, runDirectory.resolve("postgres.log"));
        return new Stores(kafka, postgres);
    }

    private static Process startKafka(Path home, Path runDirectory, Path cacheDirectory) throws IOException {
        Path embedded = home.resolve("libs/embedded/target");
        Path aot = cacheDirectory.resolve("kafka.aot");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders"));
        if (Files.exists(aot)) {
            command.add("-XX:AOTCache=" + aot);
        }
        command.addAll(List.of(
                "-cp",
                embedded.resolve("classes") + ":" + embedded.resolve("kafka-lib") + "/*",
                "dev.doppel.embedded.kafka.KafkaMain",
                runDirectory.resolve("kafka").toString(),
                Integer.toString(KAFKA_PORT)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(runDirectory.resolve("kafka.log").toFile())
                .start();
    }

    @Override
    public void close() {
        kafka.destroyForcibly();
        postgres.close();
        try {
            kafka.waitFor(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
