package dev.doppel.mock.alone;

import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.recording.ForwardProxy;
import dev.doppel.mock.recording.RecordingStore;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.transport.Transport;
import dev.doppel.mock.webhook.WebhookDeliveries;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.chaos.ChaosConfig;
import dev.doppel.twin.chaos.ChaosProfiles;
import dev.doppel.twin.engine.Catalog;
import dev.doppel.twin.engine.CatalogLoader;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            key = settings.auth() && settings.adminPort() != StandingSettings.NONE ? AdminKey.of(data) : null;
            ExecutorService threads = own(Executors.newVirtualThreadPerTaskExecutor());
            Transport transport =
                    own(Transport.start(Math.max(2, Runtime.getRuntime().availableProcessors())));
            WebhookDeliveries webhooks = own(new WebhookDeliveries(Clock.systemUTC()));
            KeptAdditions kept = new KeptAdditions(data, settings.persist());
            RecordingStore recordings = new RecordingStore(data.resolve("recordings"), Clock.systemUTC());
            ForwardProxy proxy = own(new ForwardProxy(transport, recordings, data.resolve("ca"), threads));
            AdminRoutes routes = new AdminRoutes(key, webhooks, kept, new RecordingRoutes(proxy, recordings));
            adminPort = settings.adminPort() == StandingSettings.NONE
                    ? 0
                    : own(AdminServer.open(transport, settings.adminBind(), settings.adminPort(), routes, threads))
                            .port();
            Leaves leaves = leaves(threads);
            Source.Loaded loaded = load(settings);
            engine = loaded.engine();
            instance = engine.start();
            kept.restore(instance);
            chaos();
            String workspace = settings.workspace();
            Workspaces workspaces = workspace == null ? new Workspaces(instance) : new Workspaces(instance, workspace);
            kept.restore(workspaces);
            MockPorts.Plane plane = new MockPorts.Plane(transport, handler(workspaces), webhooks::accept, leaves);
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
            if (adminPort != 0) {
                ports.add(new AdminRoutes.OpenPort("admin", "HTTP", adminPort));
            }
            routes.serve(workspaces, ports);
            if (settings.watch()) {
                own(Watch.start(loaded.files(), settings.source().folder(), this::reload));
            }
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

    private static TwinHandler handler(Workspaces workspaces) {
        TwinHandler first = TwinHandler.of(workspaces.all().getFirst().twin());
        return new TwinHandler() {
            @Override
            public TwinResponse handle(TwinRequest request) {
                return workspaces.handle(request);
            }

            @Override
            public long bodyLimit() {
                return first.bodyLimit();
            }
        };
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.push(part);
        return part;
    }

    /** Reads the configuration and all that it imports. */
    static Source.Loaded load(StandingSettings settings) throws StandingFailure {
        TwinOptions options = TwinOptions.defaults()
                .withEnv(System::getenv)
                .withVisibleDeletes(settings.visibleDeletes())
                .withServer(settings.server());
        Long seed = settings.seed();
        return settings.source().load(seed == null ? options : options.withSeed(seed));
    }

    /** Serves what the files say now; when they cannot be loaded, what they said before. Rows of tables that stay are kept. */
    private Set<Path> reload(Set<Path> before) {
        try {
            Source.Loaded loaded = load(settings);
            Catalog next = loaded.engine().catalog();
            Map<String, Object> added = instance.additions().asConfig();
            instance.replace(
                    added.isEmpty() ? next : CatalogLoader.extend(next, added, next.files(), instance.options()));
            loaded.engine().warnings().forEach(warning -> System.out.println("warning: " + warning.text()));
            System.out.println("Loaded again: " + instance.catalog().mocks().size() + " operations, "
                    + instance.catalog().bindings() + " bound, "
                    + instance.catalog().tables().size() + " tables");
            return loaded.files();
        } catch (StandingFailure | TwinLoadException e) {
            System.out.println("The change is not served: " + e.getMessage());
            return before;
        }
    }

    private Leaves leaves(ExecutorService threads) throws StandingFailure {
        StandingSettings.TlsFiles given = settings.tls();
        if (given == null) {
            return new Leaves(() -> CertificateAuthority.open(data.resolve("ca"), Clock.systemUTC()), threads);
        }
        if (settings.httpsPort() == StandingSettings.OF_THE_FILE) {
            throw failure("--tls-cert needs a port for HTTPS: give --https-port too.");
        }
        try {
            return Leaves.given(given.chain(), given.key());
        } catch (IOException e) {
            throw failure("--tls-cert, --tls-key: " + e.getMessage());
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

    /** The admin port, 0 when there is none. */
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
