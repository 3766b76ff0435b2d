package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine;

/** {@code doppel twin health} and {@code ports}: short questions for scripts. */
final class TwinHealth {
    private TwinHealth() {}

    /** {@code twin health}. */
    @CommandLine.Command(
            name = "health",
            description = "Exit with 0 when a twin is alive and has loaded everything, else with 3.")
    static final class Health extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            String health = twin.get("/health").path("status").asText();
            String ready = twin.get("/ready").path("status").asText(); // 503 while it loads, which ends it
            return Shown.line(
                    JsonNodeFactory.instance.objectNode().put("status", health).put("ready", ready.equals("ready")),
                    health + ", " + ready);
        }
    }

    /** {@code twin ports}. */
    @CommandLine.Command(name = "ports", description = "List the ports of a twin.")
    static final class Ports extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get("/ports");
            return Shown.table(found, table(found));
        }

        static Table table(JsonNode found) {
            Table table = new Table("PORT", "PROTOCOL", "FOR");
            found.path("ports").forEach(port -> table.row(port, "port", "protocol", "component"));
            return table;
        }
    }
}
