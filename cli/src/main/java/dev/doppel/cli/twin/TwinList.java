package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.doppel.contract.codec.MessageCodec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin list}. */
@CommandLine.Command(
        name = "list",
        aliases = "ls",
        mixinStandardHelpOptions = true,
        description =
                "List the operations and mocks of a twin, one a line; the first column is what 'extend' and 'verify' call them.")
final class TwinList implements Callable<Integer> {
    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    @CommandLine.Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "Only mocks of this type, such as http.")
    private @Nullable String type;

    @Override
    public Integer call() {
        ArrayNode wanted = MessageCodec.json().createArrayNode();
        for (JsonNode mock : target.client().get("/mocks").path("mocks")) {
            if (type == null || type.equalsIgnoreCase(mock.path("type").asText())) {
                wanted.add(mock);
            }
        }
        if (target.json()) {
            Table.json(wanted);
            return 0;
        }
        Table table = new Table("ID", "TYPE", "PATH", "METHOD", "STATUS", "ENABLED", "BINDING");
        wanted.forEach(mock -> table.row(
                mock.path("id").asText(),
                mock.path("type").asText(),
                mock.path("path").asText(),
                mock.path("method").asText(),
                mock.path("status").asText("-"),
                mock.path("enabled").asText(),
                mock.path("binding").isNull() ? "-" : mock.path("binding").asText("-")));
        table.print();
        return 0;
    }
}
