package dev.doppel.mock.alone;

import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.transport.Transport;
import dev.doppel.mock.webhook.WebhookDeliveries;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.chaos.ChaosConfig;
import dev.doppel.twin.chaos.ChaosProfiles;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.TwinLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A twin with ports of its own. Ready when {@link #start} returns; while it loads, its admin port answers that it is alive and not ready.
 * Thread-safe; the owner closes.
 */
public final class StandingTwin implements AutoCloseable {
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final StandingSettings settings;
    private final Path data;
    private final @Nullable String key;
    private final int adminPort;
    private final TwinEngine engine;
    private final TwinInstance instance;
    private final int port;
    private final int httpsPort;

    private StandingTwin(StandingSettings given) throws StandingFailure {
        settings = given.resolved();
        Path folder = settings.data();
        data = folder != null
                ? folder.toAbsolutePath()
                : settings.records()
                        .toAbsolutePath()
                        .resolve(settings.port() == 0 ? "any" : Integer.toString(settings.port()));
        try {
            key = settings.auth() ? AdminKey.of(data) : null;
            ExecutorService threads = own(Executors.newVirtualThreadPerTaskExecutor());
            Transport transport =
                    own(Transport.start(Math.max(2, Runtime.getRuntime().availableProcessors())));
            WebhookDeliveries webhooks = own(new WebhookDeliveries(Clock.systemUTC()));
            KeptAdditions kept = new KeptAdditions(data, settings.persist());
            AdminRoutes routes = new AdminRoutes(key, webhooks, kept);
            AdminServer admin =
                    own(AdminServer.open(transport, settings.adminBind(), settings.adminPort(), routes, threads));
            adminPort = admin.port();
            engine = load(settings);
            instance = engine.start();
            kept.restore(instance);
            chaos();
            Leaves leaves = new Leaves(() -> CertificateAuthority.open(data.resolve("ca"), Clock.systemUTC()), threads);
            MockPorts.Plane plane = new MockPorts.Plane(transport, TwinHandler.of(instance), webhooks::accept, leaves);
            MockPorts http = own(MockPorts.open(plane, settings.bind(), settings.port(), "--port"));
            port = http.port();
            List<AdminRoutes.OpenPort> ports = new ArrayList<>();
            ports.add(new AdminRoutes.OpenPort("mocks", "HTTP", port));
            if (settings.httpsPort() == StandingSettings.OF_THE_FILE) {
                httpsPort = 0;
            } else {
                MockPorts https = own(MockPorts.open(plane, settings.bind(), settings.httpsPort(), "--https-port"));
                httpsPort = https.port();
                ports.add(new AdminRoutes.OpenPort("mocks", "HTTPS", httpsPort));
            }
            ports.add(new AdminRoutes.OpenPort("admin", "HTTP", adminPort));
            routes.serve(instance, ports);
        } catch (StandingFailure | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Loads, listens, serves.
     *
     * @throws StandingFailure when it cannot, saying why; nothing is left open then
     */
    public static StandingTwin start(StandingSettings settings) throws StandingFailure {
        return new StandingTwin(settings);
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.push(part);
        return part;
    }

    /** Reads the configuration and all that it imports. */
    static TwinEngine load(StandingSettings settings) throws StandingFailure {
        Path file = settings.config().toAbsolutePath();
        TwinOptions options =
                TwinOptions.defaults().withEnv(System::getenv).withVisibleDeletes(settings.visibleDeletes());
        Long seed = settings.seed();
        try {
            if (Files.isDirectory(file)) {
                throw failure("The configuration " + settings.config() + " is a folder: name the file in it.");
            }
            if (!Files.exists(file)) {
                throw failure("There is no configuration " + settings.config() + ".");
            }
            Path directory = file.getParent();
            return TwinEngine.load(
                    settings.config().toString(),
                    Files.readString(file, StandardCharsets.UTF_8),
                    new NetFiles(directory == null ? Path.of(".") : directory),
                    seed == null ? options : options.withSeed(seed));
        } catch (TwinLoadException e) {
            throw failure("The twin cannot be loaded:\n" + e.getMessage());
        } catch (IOException e) {
            throw failure("The configuration " + settings.config() + " cannot be read: " + e.getMessage());
        }
    }

    private void chaos() throws StandingFailure {
        String name = settings.chaosProfile();
        if (name == null) {
            return;
        }
        Map<String, Object> profile = ChaosProfiles.find(name);
        if (profile == null) {
            throw failure("There is no chaos profile " + name + "; known: "
                    + String.join(", ", ChaosProfiles.all().keySet()));
        }
        instance.chaos().configure(ChaosConfig.of(profile));
    }

    private static StandingFailure failure(String text) {
        return new StandingFailure(StandingFailure.Cause.USAGE, text);
    }

    /** The mock port. */
    public int port() {
        return port;
    }

    /** The HTTPS port, 0 when there is none. */
    public int httpsPort() {
        return httpsPort;
    }

    /** The admin port. */
    public int adminPort() {
        return adminPort;
    }

    /** What the admin port asks for, or null. */
    public @Nullable String key() {
        return key;
    }

    /** Folder of what outlives it. */
    public Path data() {
        return data;
    }

    /** Its state. */
    public TwinInstance instance() {
        return instance;
    }

    /** What was odd in the configuration. */
    public List<Problem> warnings() {
        return engine.warnings();
    }

    /** Closes ports and connections; deliveries under way are given up. */
    @Override
    public void close() {
        while (!owned.isEmpty()) {
            AutoCloseable part = owned.pop();
            try {
                if (part instanceof ExecutorService threads) {
                    threads.shutdownNow();
                } else {
                    part.close();
                }
            } catch (Exception e) {
                org.jboss.logging.Logger.getLogger(StandingTwin.class)
                        .warnf("%s did not close: %s", part.getClass().getSimpleName(), e.getMessage());
            }
        }
    }
}
