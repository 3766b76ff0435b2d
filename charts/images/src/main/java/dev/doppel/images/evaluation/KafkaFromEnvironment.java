package dev.doppel.images.evaluation;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker of one node. {@code KAFKA_LOG_DIRS} stands for {@code log.dirs} and so on, as in the official image, so that the chart starts both
 * in the same way. The directory is formatted when it is new.
 */
public final class KafkaFromEnvironment {
    private static final Set<String> NO_PROPERTY =
            Set.of("KAFKA_HEAP_OPTS", "KAFKA_OPTS", "KAFKA_JVM_PERFORMANCE_OPTS");

    private KafkaFromEnvironment() {}

    /** Runs until the process is ended. */
    public static void main(String[] args) {
        Properties properties = properties(System.getenv());
        format(Path.of(properties.getProperty("log.dirs")), Integer.parseInt(properties.getProperty("node.id")));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-kafka"));
        server.startup();
        System.out.println("Kafka listens as " + properties.getProperty("advertised.listeners"));
        server.awaitShutdown();
    }

    /** Settings of the broker: what the environment says over the defaults of the official image's single node. */
    static Properties properties(Map<String, String> environment) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("listeners", "PLAINTEXT://:9092,CONTROLLER://localhost:9093");
        properties.put("advertised.listeners", "PLAINTEXT://localhost:9092");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        properties.put("controller.quorum.voters", "1@localhost:9093");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("log.dirs", "/var/lib/kafka/data/log");
        environment.forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !NO_PROPERTY.contains(name)) {
                properties.put(name.substring(6).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    private static void format(Path directory, int node) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Formatter formatter = new Formatter();
        formatter.setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8));
        formatter.setNodeId(node);
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
                    "Kafka storage at " + directory + " cannot be formatted: " + said.toString(StandardCharsets.UTF_8),
                    e);
        }
    }
}
