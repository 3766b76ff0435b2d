package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin webhooks}: what a twin delivered. */
@CommandLine.Command(
        name = "webhooks",
        description = "List the webhooks that a twin delivered or tried to, newest first.")
final class TwinWebhooks extends TwinAsk {
    @CommandLine.Option(names = "--redeliver", paramLabel = "ID", description = "Make this delivery's call again.")
    private @Nullable String redeliver;

    @CommandLine.Option(names = "--clear", description = "Forget those that have ended.")
    private boolean clear;

    @Override
    Shown ask(AdminClient twin) {
        if (redeliver != null) {
            return Shown.line(
                    twin.post("/webhooks/" + AdminClient.segment(redeliver) + "/redeliver", null),
                    redeliver + " is being delivered again.");
        }
        if (clear) {
            JsonNode done = twin.delete("/webhooks");
            return Shown.line(done, done.path("cleared").asText() + " webhook(s) forgotten.");
        }
        JsonNode found = twin.get("/webhooks");
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
        return Shown.table(found, table);
    }
}
