package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message broker of its own (spec 2.5). Null = the broker's default. */
public record Broker(
        ItemHead head,
        Kind kind,
        @Nullable String version,
        @Nullable String image,
        int port,
        HealthCheck healthCheck,
        List<EnvVar> env,
        @Nullable List<String> command)
        implements Item {
    public Broker {
        env = List.copyOf(env);
        command = command == null ? null : List.copyOf(command);
    }

    /** Known brokers with their documented ports. */
    public enum Kind {
        AMQP("amqp", 5672),
        KAFKA("kafka", 9092);

        private final String text;
        private final int port;

        Kind(String text, int port) {
            this.text = text;
            this.port = port;
        }

        /** The word used in files. */
        public String text() {
            return text;
        }

        /** The port clients use unless the item names another. */
        public int port() {
            return port;
        }
    }
}
