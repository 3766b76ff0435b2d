package dev.doppel.dns.bus;

import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.dns.config.DnsConfig;
import dev.doppel.dns.environment.HeldEnvironments;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.platform.topic.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Joins the environments of this replica to Kafka: reads every wanted state, answers each with what became of it, and says every few
 * seconds that it lives. Until the end of the topic is reached only the newest state of each instance is kept, so that a start does not
 * open sockets of environments long gone.
 */
@ApplicationScoped
public class DnsBus {
    private static final Logger LOG = Logger.getLogger(DnsBus.class);
    /** Refused callers are reported together, this often. */
    private static final long REPORT_MILLIS = 500;

    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final DnsConfig config;
    private final Vertx vertx;
    private final Map<String, Object> kafka;
    private final Emitter<byte[]> interception;
    private final Emitter<byte[]> evidence;
    private final ServiceIdentity identity;
    private final MessageCodec codec;
    private final HeldEnvironments held;
    private final FaultPoints faults = FaultPoints.configured();
    /** Guarded by this. */
    private final Map<String, EnvironmentState> untilCaughtUp = new LinkedHashMap<>();

    private volatile boolean caughtUp;
    private @Nullable LogReader reader;
    private long timer = -1;
    private long reports = -1;

    DnsBus(
            DnsConfig config,
            Vertx vertx,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @Channel("dns-interception-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
                    Emitter<byte[]> interception,
            @Channel("dns-evidence-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
                    Emitter<byte[]> evidence) {
        this.config = config;
        this.vertx = vertx;
        this.kafka = Map.copyOf(kafka);
        this.interception = interception;
        this.evidence = evidence;
        this.identity = ServiceIdentity.start("dns", config.replica());
        this.codec = new MessageCodec(identity.source(), Clock.systemUTC());
        this.held = new HeldEnvironments(vertx);
    }

    /** What it holds. */
    HeldEnvironments held() {
        return held;
    }

    /** True once every environment that existed at start is known. */
    public boolean ready() {
        return caughtUp;
    }

    void start(@Observes StartupEvent event) {
        Topics.ensure(kafka, config.topicReplication(), KAFKA_LIMIT);
        LogReader environments = LogReader.start("dns-environments", kafka, this::onRecord);
        reader = environments;
        environments.fromBeginning(Topic.ENVIRONMENTS.topicName()).whenComplete((reached, failure) -> {
            if (failure != null) {
                LOG.error("cannot read the wanted environments; this replica never becomes ready", failure);
            } else {
                onCaughtUp();
            }
        });
        timer = vertx.setPeriodic(1, config.announceEvery().toMillis(), id -> announce(false));
        reports = vertx.setPeriodic(REPORT_MILLIS, id -> report());
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(reports);
        if (reader != null) {
            reader.close();
        }
        announce(true);
        held.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private synchronized void onCaughtUp() {
        untilCaughtUp.values().forEach(this::apply);
        untilCaughtUp.clear();
        caughtUp = true;
        announce(false);
    }

    private synchronized void onRecord(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            untilCaughtUp.remove(record.key());
            held.forget(new InstanceId(record.key()));
            return;
        }
        Message message;
        try {
            message = KafkaRecords.read(record);
        } catch (UnreadableMessage e) {
            LOG.warnf("passing over an unreadable record at %s: %s", KafkaRecords.where(record), e.getMessage());
            return;
        }
        if (!(message instanceof EnvironmentState state)) {
            LOG.warnf("passing over a record at %s: no wanted state", KafkaRecords.where(record));
        } else if (caughtUp) {
            apply(state);
        } else {
            untilCaughtUp.merge(record.key(), state, (old, next) -> next.version() > old.version() ? next : old);
        }
    }

    private void apply(EnvironmentState state) {
        held.apply(state)
                .onSuccess(outcome -> outcome.ifPresent(applied -> {
                    faults.reached("dns.applied");
                    if (applied.problem() != null) {
                        LOG.warnf("instance %s: %s", state.attempt().instance(), applied.problem());
                    }
                    send(new EnvironmentApplied(
                            state.attempt(),
                            identity.service(),
                            identity.replica(),
                            identity.incarnation(),
                            applied.version(),
                            applied.closed(),
                            applied.problem()));
                }));
    }

    private void announce(boolean draining) {
        if (caughtUp) {
            String address = config.address().equals("-") ? "" : config.address();
            int room = Math.max(0, config.room() - held.size());
            send(new ReplicaAnnounced(
                    identity.service(),
                    identity.replica(),
                    identity.incarnation(),
                    address,
                    room,
                    draining,
                    Instant.now()));
        }
    }

    private void report() {
        for (HeldEnvironments.Refused refused : held.takeRefused()) {
            send(new IsolationReport(
                    refused.attempt(),
                    identity.service() + "/" + identity.replica() + "/" + identity.incarnation(),
                    refused.number(),
                    Diagnostic.Kind.UNKNOWN_PEER,
                    null,
                    refused.sentence(),
                    Instant.now()));
        }
    }

    private void send(Message message) {
        Encoded encoded = codec.encode(message);
        Emitter<byte[]> channel = encoded.topic() == Topic.EVIDENCE ? evidence : interception;
        KafkaRecords.send(channel, encoded).exceptionally(failure -> {
            LOG.warnf(
                    failure,
                    "a message on %s could not be sent",
                    encoded.topic().topicName());
            return null;
        });
    }
}
