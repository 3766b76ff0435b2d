package dev.doppel.embedded.kafka;

import java.nio.file.Path;

/** A broker in a JVM of its own: {@code KafkaMain DIRECTORY PORT}. Prints {@code READY host:port} once clients can connect. */
public final class KafkaMain {
    private KafkaMain() {}

    /** Runs until the process is ended. */
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: KafkaMain DIRECTORY PORT");
            System.exit(2);
        }
        KafkaNode node = KafkaNode.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop-kafka"));
        System.out.println("READY " + node.bootstrapServers());
        node.awaitEnd();
    }
}
