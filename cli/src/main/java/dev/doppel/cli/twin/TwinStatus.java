package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel twin status}. */
@CommandLine.Command(
        name = "status",
        aliases = {"health", "ports"},
        mixinStandardHelpOptions = true,
        description = "Show what a twin serves and where.")
final class TwinStatus implements Callable<Integer> {
    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    @Override
    public Integer call() {
        AdminClient client = target.client();
        JsonNode status = client.get("/status");
        JsonNode ports = client.get("/ports");
        if (target.json()) {
            Table.json(((com.fasterxml.jackson.databind.node.ObjectNode) status).set("ports", ports.path("ports")));
            return 0;
        }
        System.out.println("running: " + status.path("mocks").asText() + " operations, "
                + status.path("bindings").asText() + " bound, "
                + status.path("tables").asText() + " tables, "
                + status.path("runs").asText() + " run(s)");
        Table table = new Table("PORT", "PROTOCOL", "FOR");
        ports.path("ports")
                .forEach(port -> table.row(
                        port.path("port").asText(),
                        port.path("protocol").asText(),
                        port.path("component").asText()));
        table.print();
        return 0;
    }
}
