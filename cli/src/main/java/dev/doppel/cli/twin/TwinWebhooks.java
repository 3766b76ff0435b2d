package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin webhooks}: what a twin delivered. */
@CommandLine.Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        description = "List the webhooks that a twin delivered or tried to, newest first.")
final class TwinWebhooks implements Callable<Integer> {
    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    @CommandLine.Option(names = "--redeliver", paramLabel = "ID", description = "Make this delivery's call again.")
    private @Nullable String redeliver;

    @CommandLine.Option(names = "--clear", description = "Forget those that have ended.")
    private boolean clear;

    @Override
    public Integer call() {
        AdminClient client = target.client();
        if (redeliver != null) {
            client.post("/webhooks/" + AdminClient.segment(redeliver) + "/redeliver", null);
            System.out.println(redeliver + " is being delivered again.");
            return 0;
        }
        if (clear) {
            System.out.println(client.delete("/webhooks").path("cleared").asText() + " webhook(s) forgotten.");
            return 0;
        }
        JsonNode found = client.get("/webhooks");
        if (target.json()) {
            Table.json(found);
            return 0;
        }
        Table table = new Table("ID", "EVENT", "STATE", "ATTEMPTS", "LAST", "URL");
        found.path("webhooks").forEach(one -> {
            JsonNode attempts = one.path("attempts");
            JsonNode last = attempts.path(attempts.size() - 1);
            table.row(
                    one.path("id").asText(),
                    one.path("event").asText(),
                    one.path("state").asText(),
                    Integer.toString(attempts.size()),
                    last.hasNonNull("status")
                            ? last.path("status").asText()
                            : last.path("error").asText("-"),
                    one.path("url").asText());
        });
        table.print();
        return 0;
    }
}
