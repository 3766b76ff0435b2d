package dev.doppel.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the archives that {@code mvn -Pimages} has written: each unpacked as a container runtime would, its root read-only, as its own user,
 * with the environment variables of the chart. Kafka and PostgreSQL of the evaluation serve the five services.
 */
class ImagesIT {
    private static final Path OUTPUT = Path.of(System.getProperty("images.output"));
    private static final String PASSWORD = "a-password-of-the-test";

    private final Deque<Sandbox> running = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private Path log(String name) {
        return OUTPUT.resolve("work/it-" + name + ".log");
    }

    private Sandbox start(String name, List<String> writable, Map<String, String> environment, String... arguments)
            throws IOException {
        Archive archive = Archive.unpack(OUTPUT.resolve(name + ".tar"), OUTPUT.resolve("work/it-" + name));
        List<String> command = new java.util.ArrayList<>(archive.entrypoint());
        command.addAll(List.of(arguments));
        Sandbox sandbox =
                Sandbox.start(archive.root(), archive.user(), true, writable, command, environment, log(name));
        running.push(sandbox);
        return sandbox;
    }

    private static void await(String what, Path log, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not happen:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private int status(int port, String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Test
    @Timeout(900)
    void theFiveServicesBecomeReadyAndStopOverTheEvaluationsStores() throws Exception {
        int kafka = Training.freePort();
        int controller = Training.freePort();
        start(
                "evaluation-kafka",
                List.of("/var/lib/kafka/data"),
                Map.of(
                        "KAFKA_LISTENERS", "PLAINTEXT://127.0.0.1:" + kafka + ",CONTROLLER://127.0.0.1:" + controller,
                        "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + kafka,
                        "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:" + controller));
        int postgres = Training.freePort();
        start(
                "evaluation-postgres",
                List.of("/var/lib/postgresql"),
                Map.of(
                        "PGDATA", "/var/lib/postgresql/doppel/data",
                        "PGPORT", Integer.toString(postgres),
                        "POSTGRES_USER", "doppel",
                        "POSTGRES_PASSWORD", PASSWORD,
                        "POSTGRES_DB", "doppel"));
        await("Kafka accepts", log("evaluation-kafka"), () -> accepts(kafka));
        await("PostgreSQL accepts", log("evaluation-postgres"), () -> accepts(postgres));

        String database = "127.0.0.1:" + postgres + "/doppel?sslmode=disable";
        for (String service : List.of("results-svc", "scheduler-svc", "mock-svc", "dns-svc", "runner-svc")) {
            int port = Training.freePort();
            Map<String, String> environment = new HashMap<>(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "127.0.0.1:" + kafka,
                    "QUARKUS_HTTP_PORT",
                    Integer.toString(port),
                    "JDK_JAVA_OPTIONS",
                    "-XX:MaxRAMPercentage=10"));
            environment.putAll(
                    switch (service) {
                        case "scheduler-svc" ->
                            Map.of(
                                    "DOPPEL_SCHEDULER_DATABASE_URL",
                                    "postgresql://" + database,
                                    "DOPPEL_SCHEDULER_DATABASE_USER",
                                    "doppel",
                                    "DOPPEL_SCHEDULER_DATABASE_PASSWORD",
                                    PASSWORD);
                        case "results-svc" ->
                            Map.of(
                                    "DOPPEL_POSTGRES", database,
                                    "DOPPEL_POSTGRES_USER", "doppel",
                                    "DOPPEL_POSTGRES_PASSWORD", PASSWORD);
                        default -> Map.of();
                    });
            Sandbox sandbox = start(service, List.of(), environment);
            await(
                    service + " is ready",
                    log(service),
                    () -> !sandbox.alive() || status(port, "/q/health/ready") == 200);
            assertThat(status(port, "/q/health/ready"))
                    .as(Files.readString(log(service)))
                    .isEqualTo(200);
            assertThat(status(port, "/q/health/live")).isEqualTo(200);
            assertThat(status(port, "/q/health/started")).isEqualTo(200);
            System.out.println(service + ": "
                    + Files.readAllLines(log(service)).stream()
                            .filter(line -> line.contains("started in"))
                            .findFirst()
                            .orElse("?"));
            sandbox.terminate();
            assertThat(sandbox.await(60)).as(service + " ends by SIGTERM").isIn(0, 143);
        }
    }

    @Test
    @Timeout(120)
    void theCommandAndTheJobRun() throws Exception {
        assertThat(start("cli", List.of(), Map.of(), "--version").await(60)).isZero();
        assertThat(Files.readString(log("cli"))).contains("doppel");
        assertThat(start("setup", List.of(), Map.of()).await(60)).isEqualTo(2);
        assertThat(Files.readString(log("setup"))).contains("--secret=VALUE is missing");
    }
}
