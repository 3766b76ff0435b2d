package dev.doppel.images;

import dev.doppel.embedded.kafka.KafkaNode;
import dev.doppel.embedded.postgres.PostgresBinaries;
import dev.doppel.embedded.postgres.PostgresServer;
import dev.doppel.embedded.postgres.PostgresTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Records what the JVM of a service loads at start: runs it from its image's own file system, with a Kafka and a Postgres beside, until it is
 * ready, and lets the JVM write its cache. Not thread-safe.
 */
final class Training implements AutoCloseable {
    private static final long READY_SECONDS = 120;
    private static final long WRITE_SECONDS = 180;

    private final Path work;
    private final KafkaNode kafka;
    private final PostgresServer postgres;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Starts the stores. */
    Training(Path work) throws IOException {
        this.work = Files.createDirectories(work);
        Trees.delete(work.resolve("kafka"));
        this.kafka = KafkaNode.start(work.resolve("kafka"), 0);
        Path cache = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "doppel-images-postgres"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        PostgresBinaries binaries = PostgresBinaries.extract(cache);
        Path template = PostgresTemplate.ensure(binaries, cache);
        Path data = cache.resolve("data-" + ProcessHandle.current().pid());
        PostgresTemplate.copy(template, data);
        this.postgres =
                PostgresServer.start(binaries, data, 0, PostgresServer.THROW_AWAY, work.resolve("postgres.log"));
    }

    /**
     * Trains on an image.
     *
     * @param root its file system, with every file's time as in the image
     * @return the cache; empty, with a word on standard error, when it was not to be had: then the image goes without
     */
    Optional<Path> record(ImagePlan plan, Path root) throws IOException {
        Path directory = Files.createDirectories(root.resolve("aot"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = freePort();
        Path log = work.resolve(plan.shortName() + ".log");
        try (Sandbox sandbox =
                Sandbox.start(root, plan.user(), false, List.of(), plan.training(), environment(port), log)) {
            if (!ready(port, sandbox)) {
                System.err.println(plan.name() + " did not become ready and goes without a cache: see " + log);
                return Optional.empty();
            }
            sandbox.terminate();
            sandbox.await(WRITE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Path cache = root.resolve(ImagePlan.CACHE.substring(1));
        if (!Files.exists(cache)) {
            System.err.println(plan.name() + " wrote no cache: see " + log);
            return Optional.empty();
        }
        return Optional.of(cache);
    }

    private Map<String, String> environment(int port) {
        String database = "127.0.0.1:" + postgres.port() + "/postgres";
        return Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "DOPPEL_SCHEDULER_DATABASE_URL",
                "postgresql://" + database,
                "DOPPEL_SCHEDULER_DATABASE_USER",
                "postgres",
                "DOPPEL_POSTGRES",
                database,
                "DOPPEL_POSTGRES_USER",
                "postgres");
    }

    private boolean ready(int port, Sandbox sandbox) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (System.nanoTime() < end && sandbox.alive()) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException e) {
                // not listening yet
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        return false;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try (http) {
            postgres.close();
        } finally {
            kafka.close();
        }
    }
}
