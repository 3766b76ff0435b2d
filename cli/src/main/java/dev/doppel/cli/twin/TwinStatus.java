package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine;

/** {@code doppel twin status}. */
@CommandLine.Command(name = "status", description = "Show what a twin serves and where.")
final class TwinStatus extends TwinAsk {
    @Override
    Shown ask(AdminClient twin) {
        JsonNode status = twin.get("/status");
        JsonNode ports = twin.get("/ports");
        return Shown.line(
                ((ObjectNode) status.deepCopy()).set("ports", ports.path("ports")),
                "running: " + status.path("mocks").asText() + " operations, "
                        + status.path("bindings").asText() + " bound, "
                        + status.path("tables").asText() + " tables, "
                        + status.path("runs").asText() + " run(s)\n"
                        + TwinHealth.Ports.table(ports).text());
    }
}
