package dev.doppel.testkit.kafka;

import dev.doppel.embedded.kafka.KafkaNode;
import dev.doppel.platform.topic.Topics;
import dev.doppel.testkit.exit.AtExit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One broker for the whole test JVM, with Doppel's topics, started at first use and ended with the JVM. Tests keep apart by their own run
 * and instance ids, never by emptying topics.
 */
public final class EmbeddedKafka {
    private EmbeddedKafka() {}

    private static final class Holder {
        static final KafkaNode NODE = start();

        private static KafkaNode start() {
            Path directory = AtExit.folder("doppel-test-kafka");
            KafkaNode node = KafkaNode.start(directory.resolve("data"), 0);
            AtExit.run(node::close);
            Topics.ensure(Map.of("bootstrap.servers", node.bootstrapServers()), (short) 1, Duration.ofSeconds(20));
            return node;
        }
    }

    /** {@code 127.0.0.1:port}. */
    public static String bootstrapServers() {
        return Holder.NODE.bootstrapServers();
    }

    /** Configuration for plain clients. */
    public static Map<String, Object> config() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }
}
