package dev.doppel.mock.bus;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.ca.TrustFiles;
import dev.doppel.mock.config.MockConfig;
import dev.doppel.mock.environment.DataPlane;
import dev.doppel.mock.environment.Environments;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.transport.Transport;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** One life of mock-svc: the data plane joined to Kafka. Startable without a container. Thread-safe; the owner closes. */
public final class MockNode implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MockNode.class);
    private static final long ANNOUNCE_MILLIS = 2000;
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final MockConfig config;
    private final ServiceIdentity self;
    private final MessageCodec codec;
    private final KafkaProducer<String, byte[]> producer;
    private final Transport transport;
    private final ExecutorService blocking;
    private final ScheduledExecutorService announcer;
    private final CapturePublisher capture;
    private final Environments environments;
    private final Blobs blobs;
    private final LogReader states;
    private final LogReader requests;
    private volatile boolean ready;
    private volatile boolean draining;

    /**
     * Starts.
     *
     * @param kafka at least {@code bootstrap.servers}
     */
    public MockNode(MockConfig config, Map<String, Object> kafka) {
        Clock clock = Clock.systemUTC();
        this.config = config;
        this.self = ServiceIdentity.start("mock", config.replica());
        this.codec = new MessageCodec(self.source(), clock);
        this.blocking = Executors.newVirtualThreadPerTaskExecutor();
        CertificateAuthority authority = CertificateAuthority.open(config.caDir(), clock);
        TrustFiles.write(authority, config.trustDir());
        this.producer = new KafkaProducer<>(producerConfig(kafka));
        this.transport = Transport.start(
                config.eventLoops().orElse(Math.max(2, Runtime.getRuntime().availableProcessors())));
        this.capture = new CapturePublisher(
                producer,
                self.source(),
                clock,
                new Spool(config.spoolDir(), config.spoolBytes()),
                config.ringRecords(),
                config.ringBytes(),
                config.unacknowledgedBytes(),
                FaultPoints.configured());
        this.blobs = new Blobs(
                "mock-blobs",
                kafka,
                record -> CompletableFuture.failedFuture(
                        new UnsupportedOperationException("mock-svc publishes blobs by its own producer")));
        Upstreams upstreams =
                new Upstreams(transport, Egresses.of(config, transport, blocking), Egresses.roots(config));
        Leaves leaves = new Leaves(authority, blocking);
        leaves.warmUp();
        this.environments = new Environments(
                new DataPlane(
                        transport, leaves, upstreams, blocking, capture, this::send, clock, config.upstreamTimeout()),
                self,
                blobs::get);
        this.announcer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("mock-announce").daemon().factory());
        this.requests = LogReader.start("mock-requests", kafka, this::request);
        this.states = LogReader.start("mock-environments", kafka, this::state);
        requests.fromNow(Topic.REQUESTS.topicName())
                .thenCompose(done -> states.fromBeginning(Topic.ENVIRONMENTS.topicName()))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        ready = true;
                        announcer.scheduleWithFixedDelay(this::announce, 0, ANNOUNCE_MILLIS, TimeUnit.MILLISECONDS);
                    } else {
                        LOG.error("cannot read the environments: this replica takes none", failure);
                    }
                });
    }

    private static Map<String, Object> producerConfig(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "mock-capture");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 600 * 1024);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
        return settings;
    }

    private void state(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            environments.forgotten(new InstanceId(record.key()));
            return;
        }
        try {
            if (KafkaRecords.read(record) instanceof EnvironmentState state) {
                environments.accept(state);
            }
        } catch (UnreadableMessage e) {
            LOG.warnf("unreadable environment at %s: %s", KafkaRecords.where(record), e.getMessage());
        }
    }

    private void request(ConsumerRecord<String, byte[]> record) {
        try {
            environments.request(KafkaRecords.read(record));
        } catch (UnreadableMessage e) {
            LOG.warnf("unreadable request at %s: %s", KafkaRecords.where(record), e.getMessage());
        }
    }

    private void announce() {
        try {
            send(new ReplicaAnnounced(
                    self.service(),
                    self.replica(),
                    self.incarnation(),
                    config.address().orElse(""),
                    room(),
                    draining,
                    Clock.systemUTC().instant()));
        } catch (RuntimeException e) {
            LOG.warnf("cannot announce this replica: %s", e.getMessage());
        }
    }

    private void send(Message message) {
        blocking.execute(() -> producer.send(KafkaRecords.toProducerRecord(codec.encode(message)), (done, failure) -> {
            if (failure != null) {
                LOG.warnf("%s was not sent: %s", message.getClass().getSimpleName(), failure.getMessage());
            }
        }));
    }

    /** True once every environment that existed at the start is known. */
    public boolean ready() {
        return ready;
    }

    /** How many instances it would take now: what it announces. */
    int room() {
        return Math.max(0, config.room() - environments.count());
    }

    /** Where its records go. */
    CapturePublisher capture() {
        return capture;
    }

    /** Who this is. */
    public ServiceIdentity self() {
        return self;
    }

    /** What it holds. */
    public Environments environments() {
        return environments;
    }

    /**
     * Says that nothing more may be placed here and goes on until the last environment is closed. What was placed before that was heard
     * may still come, so after the last environment there is a while in which one can.
     */
    private void drain() {
        draining = true;
        if (!ready) {
            return;
        }
        announce();
        long end = System.nanoTime() + config.drainLimit().toNanos();
        long since = System.nanoTime();
        while (System.nanoTime() < end) {
            if (environments.count() > 0) {
                since = System.nanoTime();
            } else if (!environments.used() || System.nanoTime() - since > LATE.toNanos()) {
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        LOG.warnf(
                "%d environments are given up: they did not end within %s", environments.count(), config.drainLimit());
    }

    @Override
    public void close() {
        drain();
        announcer.shutdownNow();
        requests.close();
        states.close();
        environments.close();
        capture.close();
        blobs.close();
        transport.close();
        blocking.shutdown();
        producer.close(Duration.ofSeconds(3));
    }
}
