package dev.doppel.embedded.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and controller of one node, on loopback, tuned to start fast and to hold a machine's runs for hours, not to survive it.
 * Not thread-safe.
 */
public final class KafkaNode implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;

    private KafkaNode(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Formats the directory when it is new and starts; returns when clients can connect.
     *
     * @param directory for log and metadata
     * @param port client port on 127.0.0.1, 0 for a free one
     */
    public static KafkaNode start(Path directory, int port) {
        try {
            Files.createDirectories(directory);
            int clientPort = port == 0 ? freePort() : port;
            int controllerPort = freePort();
            format(directory);
            Properties settings = settings(directory, clientPort, controllerPort);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new KafkaNode(server, clientPort);
        } catch (IOException e) {
            throw new IllegalStateException("Kafka cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    /** {@code 127.0.0.1:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Blocks until the broker has ended. */
    public void awaitEnd() {
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Formatter formatter = new Formatter();
        formatter.setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8));
        formatter.setNodeId(1);
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.addDirectory(directory.toString());
        formatter.setMetadataLogDirectory(directory.toString());
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setReleaseVersion(MetadataVersion.latestProduction());
        formatter.setIgnoreFormatted(true);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Kafka storage cannot be formatted: " + said.toString(StandardCharsets.UTF_8), e);
        }
    }

    private static Properties settings(Path directory, int clientPort, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + clientPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + clientPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", directory.toString());
        p.put("controller.quorum.election.timeout.ms", "200");
        p.put("controller.quorum.fetch.timeout.ms", "1000");
        p.put("controller.quorum.election.backoff.max.ms", "100");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("offsets.topic.num.partitions", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("auto.create.topics.enable", "false");
        p.put("log.cleaner.enable", "false");
        p.put("message.max.bytes", "1048576");
        p.put("log.retention.ms", "14400000");
        p.put("log.segment.bytes", "67108864");
        p.put("log.index.size.max.bytes", "1048576");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("background.threads", "2");
        p.put("group.min.session.timeout.ms", "1000");
        return p;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
