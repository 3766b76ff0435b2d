package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel twin ps}. */
@CommandLine.Command(name = "ps", mixinStandardHelpOptions = true, description = "List the twins that run here.")
final class TwinPs implements Callable<Integer> {
    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<TwinRecord> all = TwinRecord.all(TwinTarget.records());
        if (json) {
            ArrayNode out = MessageCodec.json().createArrayNode();
            all.forEach(record -> out.add(((ObjectNode) record.json().deepCopy()).without("key")));
            Table.json(out);
            return 0;
        }
        if (all.isEmpty()) {
            System.out.println("No twin runs here.");
            return 0;
        }
        Table table = new Table("PORT", "HTTPS", "ADMIN", "PID", "OPERATIONS", "TABLES", "CONFIG");
        all.forEach(record -> table.row(
                Integer.toString(record.port()),
                record.httpsPort() == 0 ? "-" : Integer.toString(record.httpsPort()),
                record.json().path("adminPort").asText(),
                Long.toString(record.pid()),
                record.json().path("mocks").asText(),
                record.json().path("tables").asText(),
                record.json().path("config").asText()));
        table.print();
        return 0;
    }
}
