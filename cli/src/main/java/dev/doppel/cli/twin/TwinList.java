package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin list}. */
@CommandLine.Command(
        name = "list",
        aliases = "ls",
        description =
                "List the operations and mocks of a twin, one a line; the first column is what 'extend' and 'verify' call them.")
final class TwinList extends TwinAsk {
    @CommandLine.Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "Only mocks of this type, such as http.")
    private @Nullable String type;

    @CommandLine.Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "What this mockd.yaml would serve; no twin need run.")
    private @Nullable Path config;

    @Override
    AdminClient client() {
        return config == null ? super.client() : UnservedFiles.of(config).client();
    }

    @Override
    Shown ask(AdminClient twin) {
        ArrayNode wanted = JsonNodeFactory.instance.arrayNode();
        Table table = new Table("ID", "TYPE", "PATH", "METHOD", "STATUS", "ENABLED", "BINDING");
        for (JsonNode mock : twin.get("/mocks").path("mocks")) {
            if (type == null || type.equalsIgnoreCase(mock.path("type").asText())) {
                wanted.add(mock);
                table.row(mock, "id", "type", "path", "method", "status", "enabled", "binding");
            }
        }
        return Shown.table(wanted, table);
    }
}
