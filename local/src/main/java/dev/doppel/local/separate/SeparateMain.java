package dev.doppel.local.separate;

import dev.doppel.embedded.relay.Relay;
import dev.doppel.local.part.Part;
import dev.doppel.local.part.PartState;
import dev.doppel.local.route.PathRouter;
import dev.doppel.local.store.Stores;
import dev.doppel.platform.fault.FaultPoints;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * The platform of one machine with each service in a process of its own, as they are packaged for a cluster: starts Kafka, Postgres and
 * the services, starts again what ends, and is the one REST entry to them. No container, no Quarkus: what supervises must not depend on
 * what it supervises. Runs in place of {@code LocalMain} below process 1 of the platform's namespaces.
 *
 * <pre>
 * usage: SeparateMain [runner=2,mock=2]
 * </pre>
 */
public final class SeparateMain {
    private static final int API_PORT = 8080;
    /** Keys of one machine that each service gets; those of the JVM that holds all five are left out. */
    private static final String SHARED_PREFIX = "doppel.";

    private SeparateMain() {}

    /** See class comment. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path runDirectory = Path.of(required("doppel.local.run-dir"));
        Path cacheDirectory = Path.of(required("doppel.local.cache-dir"));
        Path home = Path.of(required("doppel.home"));
        for (ServiceKind kind : ServiceKind.values()) {
            if (!Files.exists(kind.jar(home))) {
                fail(kind.jar(home) + " is missing: './doppel up --separate' builds it");
            }
        }
        String token = shareSettings(runDirectory.resolve("config/application.properties"));
        String faultsDirectory = System.getenv("DOPPEL_FAULTS_DIR");
        FaultPoints faults = faultsDirectory == null ? FaultPoints.none() : FaultPoints.in(Path.of(faultsDirectory));
        Stores stores = Stores.start(home, runDirectory, cacheDirectory, false, faults);
        Fleet fleet = new Fleet(home, runDirectory, cacheDirectory, faults);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            fleet.close();
                            stores.close();
                        },
                        "stop-parts"));
        try {
            fleet.scale(args.length > 0 ? args[0] : "");
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
        }
        PlatformApi.start(API_PORT, fleet, () -> all(stores, fleet), token);
        Relay.listen(UnixDomainSocketAddress.of(runDirectory.resolve("api.sock")), new PathRouter(path -> {
            boolean ofAService = path.startsWith("/api/") && !path.startsWith("/api/v1/platform");
            return ofAService ? fleet.port(path) : OptionalInt.of(API_PORT);
        }));
        new CountDownLatch(1).await();
    }

    private static List<PartState> all(Stores stores, Fleet fleet) {
        List<PartState> all =
                new ArrayList<>(stores.parts().stream().map(Part::state).toList());
        all.addAll(fleet.states());
        return all;
    }

    /**
     * Adds what is true of one machine to the settings that the launcher wrote, from where the services find both.
     *
     * @return the platform's token
     */
    private static String shareSettings(Path file) throws IOException {
        Properties machine = new Properties();
        try (InputStream in = SeparateMain.class.getResourceAsStream("/application.properties")) {
            if (in == null) {
                throw new IOException("application.properties is missing: a fault of the build");
            }
            machine.load(in);
        }
        StringBuilder text = new StringBuilder();
        for (String key : machine.stringPropertyNames()) {
            if (key.startsWith(SHARED_PREFIX) && !key.equals("doppel.mock.spool-dir")
                    || key.startsWith("quarkus.log.")) {
                text.append(key).append('=').append(machine.getProperty(key)).append('\n');
            }
        }
        Files.writeString(file, text, StandardOpenOption.APPEND);
        Properties own = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            own.load(in);
        }
        return own.getProperty("doppel.scheduler.token", "");
    }

    private static String required(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            fail("the platform is started by ./doppel, which sets -D" + key);
            throw new IllegalStateException();
        }
        return value;
    }

    private static void fail(String why) {
        System.err.println(why);
        System.exit(2);
    }
}
