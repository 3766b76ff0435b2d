package dev.doppel.mock.plane;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.environment.Probe;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.exchange.Numbered;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.ca.TrustFiles;
import dev.doppel.mock.capture.Captured;
import dev.doppel.mock.capture.ExchangeRecords;
import dev.doppel.mock.egress.AddressRules;
import dev.doppel.mock.egress.DirectEgress;
import dev.doppel.mock.environment.DataPlane;
import dev.doppel.mock.environment.Environments;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.transport.Transport;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.identity.ServiceIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A data plane whose records stay in memory, with one environment: items are loopback addresses. */
public final class Plane implements AutoCloseable {
    public static final String TOKEN = "s3cret";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Transport transport = Transport.start(2);
    private final List<Numbered> records = new ArrayList<>();
    private final List<Message> announced = new CopyOnWriteArrayList<>();
    private final ServiceIdentity self = ServiceIdentity.start("mock", "mock-test");
    private final AttemptId attempt = new AttemptId(new InstanceId("i" + number), 1, self.incarnation());
    private final Path directory;
    private final CertificateAuthority authority;
    private final Environments environments;

    private final List<EnvironmentItem> items = new ArrayList<>();
    private final List<MockSpec> mocks = new ArrayList<>();
    private final List<ListenerSpec> listeners = new ArrayList<>();
    private final List<TwinSpec> twins = new ArrayList<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private Egress egress = new Egress(Egress.Policy.BLOCK, List.of());
    private Phase phase = Phase.RUNNING;
    private int captureBytes = 10 << 20;
    private long version;

    private Plane(Set<String> allowed, @Nullable TrustManagerFactory roots, Duration upstreamTimeout) {
        try {
            directory = Files.createTempDirectory("doppel-plane");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authority = CertificateAuthority.open(directory.resolve("ca"), Clock.systemUTC());
        TrustFiles.write(authority, directory.resolve("trust"));
        Upstreams upstreams = new Upstreams(
                transport, new DirectEgress(transport, blocking, new AddressRules(List.of()), allowed), roots);
        environments = new Environments(
                new DataPlane(
                        transport,
                        new Leaves(authority, blocking),
                        upstreams,
                        blocking,
                        this::capture,
                        announced::add,
                        Clock.systemUTC(),
                        upstreamTimeout),
                self,
                ref -> {
                    byte[] content = blobs.get(ref.sha256());
                    return content == null
                            ? CompletableFuture.failedFuture(new IllegalStateException("no such blob here"))
                            : CompletableFuture.completedFuture(content);
                });
    }

    /** A plane whose egress may reach these {@code host:port}. */
    public static Plane start(String... allowed) {
        return new Plane(Set.of(allowed), null, Duration.ofSeconds(120));
    }

    public static Plane start(Duration upstreamTimeout, @Nullable TrustManagerFactory roots, String... allowed) {
        return new Plane(Set.of(allowed), roots, upstreamTimeout);
    }

    private boolean capture(Captured captured) {
        Numbered message = switch (captured) {
            case Captured.Ready ready -> ready.published();
            case Captured.WithBody with ->
                with.message(Integer.MAX_VALUE, content -> {
                    throw new IllegalStateException("nothing is too long here");
                });
            case Captured.OfExchange exchange ->
                ExchangeRecords.toExchange(
                        exchange.log().attempt(), exchange.exchange(), Integer.MAX_VALUE, content -> {
                            throw new IllegalStateException("nothing is too long here");
                        });
        };
        synchronized (records) {
            records.add(message);
            records.notifyAll();
        }
        return true;
    }

    /** The address on which this plane's item of that number lives. */
    public String address(int item) {
        return "127." + (number % 200 + 1) + ".1." + item;
    }

    public String listening(int item) {
        return "127." + (number % 200 + 1) + ".2." + item;
    }

    /** An item that only calls. */
    public Plane caller(String name, int item) {
        items.add(new EnvironmentItem(name, ItemKind.WORKER, null, address(item), null, null, true));
        return this;
    }

    /** An item at 127.0.0.1, whence connections without a chosen address come. */
    public Plane loopback(String name) {
        items.add(new EnvironmentItem(name, ItemKind.WORKER, null, "127.0.0.1", null, null, true));
        return this;
    }

    /** Trust in this plane's CA alone. */
    public TrustManagerFactory roots() {
        try {
            java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory;
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A SERVICE at this plane's item address. */
    public Plane service(String name, int item, int port) {
        return item(name, ItemKind.SERVICE, item, port, null);
    }

    public Plane item(String name, ItemKind kind, int item, int port, @Nullable Probe probe) {
        items.add(new EnvironmentItem(name, kind, listening(item), address(item), port, probe, true));
        listeners.add(new ListenerSpec(ListenerSpec.Role.ITEM, name, listening(item), 0, port));
        return this;
    }

    /** An outside listener for a visible port. */
    public Plane outside(int visiblePort) {
        listeners.add(new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, listening(100), 0, visiblePort));
        return this;
    }

    public Plane runner() {
        listeners.add(new ListenerSpec(ListenerSpec.Role.RUNNER, null, listening(101), 0, null));
        return this;
    }

    public Plane mock(Mocks mock) {
        mocks.add(mock.build(mocks.size()));
        return this;
    }

    /** A twin whose configuration is this text, beside these files. */
    public Plane twin(String name, String target, String config, Map<String, byte[]> files) {
        Map<String, BlobRef> refs = new HashMap<>();
        Map<String, byte[]> all = new HashMap<>(files);
        all.put("twins/" + name + ".yaml", config.getBytes(StandardCharsets.UTF_8));
        all.forEach((path, content) -> {
            BlobRef ref = BlobRef.of(Blobs.sha256(content), content.length);
            blobs.put(ref.sha256(), content);
            refs.put(path, ref);
        });
        twins.add(new TwinSpec(name, List.of(target), null, "twins/" + name + ".yaml", refs, null));
        return this;
    }

    public Plane egress(Egress.Policy policy, String... allow) {
        egress = new Egress(policy, List.of(allow));
        return this;
    }

    public Plane captureBytes(int bytes) {
        captureBytes = bytes;
        return this;
    }

    public Plane phase(Phase next) {
        phase = next;
        return this;
    }

    public Plane forgetItems() {
        items.clear();
        return this;
    }

    /** Publishes the state as it stands now and waits until it is applied. */
    public EnvironmentApplied apply() {
        environments.accept(state());
        return applied(version);
    }

    /** The state as it stands now, with the next version. */
    public EnvironmentState state() {
        return new EnvironmentState(
                attempt,
                new RunId("r1"),
                "checkout",
                ++version,
                phase,
                self.replica(),
                items,
                listeners,
                listening(100),
                mocks,
                null,
                twins,
                egress,
                TOKEN,
                captureBytes);
    }

    public Environments environments() {
        return environments;
    }

    public EnvironmentApplied applied(long wanted) {
        return Await.until(
                "version " + wanted + " applied",
                () -> announced.stream()
                        .filter(EnvironmentApplied.class::isInstance)
                        .map(EnvironmentApplied.class::cast)
                        .filter(a -> a.version() == wanted)
                        .findFirst()
                        .orElse(null));
    }

    public List<Message> announced() {
        return announced;
    }

    public AttemptId attempt() {
        return attempt;
    }

    /** Where the listener of a visible port is bound. */
    public InetSocketAddress outsideAt(int visiblePort) {
        return at(spec -> spec.role() == ListenerSpec.Role.OUTSIDE
                && Integer.valueOf(visiblePort).equals(spec.visiblePort()));
    }

    public InetSocketAddress itemAt(String name) {
        return at(spec -> name.equals(spec.item()));
    }

    public InetSocketAddress runnerAt() {
        return at(spec -> spec.role() == ListenerSpec.Role.RUNNER);
    }

    private InetSocketAddress at(Predicate<ListenerSpec> wanted) {
        Map<ListenerSpec, InetSocketAddress> bound = environments.bound(attempt).join();
        return bound.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    public Path trust() {
        return directory.resolve("trust");
    }

    public CertificateAuthority authority() {
        return authority;
    }

    /** Everything captured so far, in order. */
    public List<Numbered> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    public List<Exchange> exchanges() {
        return of(Exchange.class);
    }

    public List<Diagnostic> diagnostics() {
        return of(Diagnostic.class);
    }

    public <T extends Numbered> List<T> of(Class<T> type) {
        return records().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The first exchange that fits, awaited. */
    public Exchange exchange(Predicate<Exchange> wanted) {
        return await(Exchange.class, wanted);
    }

    /** The only complete exchange, awaited. */
    public Exchange exchange() {
        return exchange(exchange -> exchange.state() != Exchange.State.OPEN);
    }

    public Diagnostic diagnostic(Diagnostic.Kind kind) {
        return await(Diagnostic.class, diagnostic -> diagnostic.kind() == kind);
    }

    public MarkSet mark(String id) {
        return await(MarkSet.class, mark -> mark.requestId().equals(id));
    }

    public BarrierAnswer barrier(String id) {
        return await(BarrierAnswer.class, answer -> answer.requestId().equals(id));
    }

    public <T extends Numbered> T await(Class<T> type, Predicate<T> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        synchronized (records) {
            while (true) {
                for (Numbered record : records) {
                    if (type.isInstance(record) && wanted.test(type.cast(record))) {
                        return type.cast(record);
                    }
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("no such " + type.getSimpleName() + " among " + records);
                }
                try {
                    records.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Fails unless the record numbers are 1, 2, 3, ... without a gap. */
    public void assertNumbersComplete() {
        Set<Long> numbers = new HashSet<>();
        records().forEach(record -> numbers.add(record.recordNumber()));
        for (long n = 1; n <= numbers.size(); n++) {
            if (!numbers.contains(n)) {
                throw new AssertionError("record number " + n + " is missing");
            }
        }
    }

    @Override
    public void close() {
        environments.close();
        transport.close();
        blocking.shutdownNow();
        try (var paths = Files.walk(directory)) {
            paths.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
