package dev.doppel.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.images.cluster.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Runs the archives that {@code mvn -Pimages} has written: each unpacked as a container runtime would, its root read-only, as its own user. The
 * platform's own run as the pods that the chart renders, the evaluation's Kafka and PostgreSQL among them.
 */
class ImagesIT {
    private static final Path OUTPUT = Path.of(System.getProperty("images.output"));
    /** What the shop's services cannot start without; nothing is called. */
    private static final Map<String, String> SHOP = Map.of(
            "DATABASE_URL", "postgresql://shop:shop@127.0.0.1:1/shop",
            "EASYPOST_API_KEY", "EZTK",
            "SENDGRID_API_KEY", "SG",
            "STRIPE_API_KEY", "sk_test",
            "TWILIO_ACCOUNT_SID", "AC0",
            "TWILIO_AUTH_TOKEN", "token");

    private final Deque<Sandbox> running = new ArrayDeque<>();
    private final Status status = new Status();

    @AfterEach
    void stop() {
        while (!running.isEmpty()) {
            running.pop().close();
        }
        status.close();
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

    private int status(int port, String path) {
        return status.of("http://127.0.0.1:" + port + path);
    }

    @Test
    @Timeout(900)
    void theReleaseRunsFromItsArchivesAndPassesItsTest() throws Exception {
        ClusterRun.passes("ClusterMain", 600);
    }

    @Test
    @Timeout(120)
    void theShopsServicesAnswer() throws Exception {
        Map<String, Integer> healthy = Map.of(
                "api-gateway", 200,
                "order-service", 503, // says that its database is not there
                "payment-service", 200,
                "shipping-service", 200,
                "notification-service", 200);
        for (Map.Entry<String, Integer> service : healthy.entrySet()) {
            String name = service.getKey();
            int port = Training.freePort();
            Map<String, String> environment = new HashMap<>(SHOP);
            environment.put("PORT", Integer.toString(port));
            Sandbox sandbox = start(name, List.of(), environment);
            await(name + " answers", log(name), () -> !sandbox.alive() || status(port, "/health") != 0);
            assertThat(status(port, "/health")).as(Files.readString(log(name))).isEqualTo(service.getValue());
        }
    }

    @Test
    void theGateLiesWhereTheSchedulerLooksForIt() throws Exception {
        Archive archive = Archive.unpack(OUTPUT.resolve("scheduler-svc.tar"), OUTPUT.resolve("work/it-gate"));
        assertThat(archive.root().resolve("opt/doppel/gate/doppel-gate.jar")).isNotEmptyFile();
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
