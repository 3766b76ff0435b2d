package dev.doppel.bench.mock;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.embedded.kafka.KafkaNode;
import dev.doppel.mock.bus.MockNode;
import dev.doppel.mock.ca.CertificateAuthority;
import dev.doppel.mock.ca.Leaves;
import dev.doppel.mock.capture.CapturePort;
import dev.doppel.mock.config.MockConfig;
import dev.doppel.mock.egress.AddressRules;
import dev.doppel.mock.egress.DirectEgress;
import dev.doppel.mock.environment.DataPlane;
import dev.doppel.mock.environment.Environments;
import dev.doppel.mock.forward.Upstreams;
import dev.doppel.mock.transport.Transport;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.log.LogReader;
import dev.doppel.platform.record.KafkaRecords;
import dev.doppel.platform.topic.Topics;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One environment on loopback for a load generator: {@code kafka BOOTSTRAP MOCKS PORT LOOPS} (the whole
 * service, records acknowledged by a broker), {@code none MOCKS PORT LOOPS} (records thrown away at the port) or {@code broker PORT} (only a
 * broker, in a JVM of its own).
 * Prints {@code ready} when it serves; ends with its standard input.
 */
public final class MockBench {
    private static final String BODY =
            "{\"id\":\"ch_3OqvXx\",\"object\":\"charge\",\"amount\":1998,\"currency\":\"usd\",\"status\":\"succeeded\"}";

    /** Outside of Quarkus its log manager begins with everything on, which costs more than what is measured. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger(""), Logger.getLogger("org.apache.kafka"), Logger.getLogger("io.netty"));

    private MockBench() {}

    public static void main(String[] args) throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        Path directory = Files.createTempDirectory("doppel-bench");
        if (args[0].equals("broker")) {
            try (KafkaNode node = KafkaNode.start(directory.resolve("kafka"), Integer.parseInt(args[1]))) {
                Topics.ensure(Map.of("bootstrap.servers", node.bootstrapServers()), (short) 1, Duration.ofSeconds(30));
                ready();
            }
        } else if (args[0].equals("none")) {
            bare(directory, Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            whole(directory, args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        }
    }

    private static void ready() throws Exception {
        System.out.println("ready");
        System.out.flush();
        while (System.in.read() >= 0) {
            // until standard input ends
        }
    }

    private static void bare(Path directory, int mocks, int port, int loops) throws Exception {
        CapturePort nowhere = record -> true;
        CompletableFuture<Void> applied = new CompletableFuture<>();
        ServiceIdentity self = ServiceIdentity.start("mock", "bench");
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        try (Transport transport = Transport.start(loops);
                Environments environments = new Environments(
                        new DataPlane(
                                transport,
                                new Leaves(CertificateAuthority.open(directory, Clock.systemUTC()), executor),
                                new Upstreams(
                                        transport,
                                        new DirectEgress(
                                                transport, executor, new AddressRules(List.of()), java.util.Set.of()),
                                        null),
                                executor,
                                nowhere,
                                message -> {
                                    if (message instanceof EnvironmentApplied) {
                                        applied.complete(null);
                                    }
                                },
                                Clock.systemUTC(),
                                Duration.ofSeconds(120)),
                        self,
                        ref -> new CompletableFuture<>())) {
            environments.accept(
                    state(new AttemptId(new InstanceId("bench"), 1, self.incarnation()), self, mocks, port));
            applied.get(30, TimeUnit.SECONDS);
            ready();
        }
    }

    private static void whole(Path directory, String bootstrap, int mocks, int port, int loops) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrap);
        MockConfig config = new SmallRyeConfigBuilder()
                .withMapping(MockConfig.class)
                .withDefaultValue("doppel.mock.replica", "bench-" + System.nanoTime())
                .withDefaultValue("doppel.mock.event-loops", Integer.toString(loops))
                .withDefaultValue("doppel.mock.drain-limit", "PT0S")
                .withDefaultValue("doppel.mock.ca-dir", directory.resolve("ca").toString())
                .withDefaultValue(
                        "doppel.mock.trust-dir", directory.resolve("trust").toString())
                .withDefaultValue(
                        "doppel.mock.spool-dir", directory.resolve("spool").toString())
                .build()
                .getConfigMapping(MockConfig.class);
        CompletableFuture<Void> applied = new CompletableFuture<>();
        MessageCodec codec = new MessageCodec("/bench", Clock.systemUTC());
        try (MockNode node = new MockNode(config, kafka);
                LogReader reader = LogReader.start("bench", kafka, record -> {
                    try {
                        if (KafkaRecords.read(record) instanceof EnvironmentApplied) {
                            applied.complete(null);
                        }
                    } catch (UnreadableMessage e) {
                        throw new IllegalStateException(e);
                    }
                });
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            reader.fromNow(Topic.INTERCEPTION.topicName()).get(30, TimeUnit.SECONDS);
            Message state = state(
                    new AttemptId(
                            new InstanceId("bench-" + System.nanoTime()),
                            1,
                            node.self().incarnation()),
                    node.self(),
                    mocks,
                    port);
            while (!node.ready()) {
                Thread.onSpinWait();
            }
            producer.send(KafkaRecords.toProducerRecord(codec.encode(state))).get(30, TimeUnit.SECONDS);
            applied.get(30, TimeUnit.SECONDS);
            ready();
        }
    }

    private static EnvironmentState state(AttemptId attempt, ServiceIdentity self, int count, int port) {
        List<MockSpec> mocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean wanted = i == count / 2;
            mocks.add(new MockSpec(
                    i,
                    "mock-" + i,
                    null,
                    wanted || i % 2 == 0 ? "api.stripe.com" : "host" + i + ".example",
                    "POST",
                    wanted ? "/v1/charges" : "/v1/other/" + i + "/{id}",
                    null,
                    null,
                    0,
                    200,
                    Map.of("Content-Type", List.of("application/json")),
                    BODY));
        }
        return new EnvironmentState(
                attempt,
                new RunId("bench"),
                "bench",
                1,
                Phase.RUNNING,
                self.replica(),
                List.of(new EnvironmentItem("load", ItemKind.WORKER, null, "127.0.0.1", null, null, true)),
                List.of(new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, "127.0.0.1", port, 80)),
                "127.0.0.1",
                mocks,
                null,
                List.of(),
                new Egress(Egress.Policy.BLOCK, List.of()),
                "token",
                10 << 20);
    }
}
