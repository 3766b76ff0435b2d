package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel twin ps}. */
@CommandLine.Command(name = "ps", mixinStandardHelpOptions = true, description = "List the twins that run here.")
final class TwinPs implements Callable<Integer> {
    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        Table table = new Table("PORT", "HTTPS", "ADMIN", "PID", "OPERATIONS", "TABLES", "CONFIG");
        for (TwinRecord record : TwinRecord.all(TwinTarget.records())) {
            out.add(((ObjectNode) record.json().deepCopy()).without("key"));
            table.row(
                    Integer.toString(record.port()),
                    record.httpsPort() == 0 ? "-" : Integer.toString(record.httpsPort()),
                    record.json().path("adminPort").asText(),
                    Long.toString(record.pid()),
                    record.json().path("mocks").asText(),
                    record.json().path("tables").asText(),
                    record.json().path("config").asText());
        }
        return Shown.line(out, out.isEmpty() ? "No twin runs here." : table.text())
                .print(json);
    }
}
