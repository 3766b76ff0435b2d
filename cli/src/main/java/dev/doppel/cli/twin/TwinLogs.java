package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin logs}. */
@CommandLine.Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Print what a background twin wrote, or with --requests what it was asked.")
final class TwinLogs implements Callable<Integer> {
    @CommandLine.Mixin
    private final TwinTarget target = new TwinTarget();

    @CommandLine.Option(names = "--requests", description = "The requests to the mock port, oldest first.")
    private boolean requests;

    @CommandLine.Option(
            names = "--unmatched",
            description = "Only requests that nothing matched, with what came nearest.")
    private boolean unmatched;

    @CommandLine.Option(names = "--path", paramLabel = "PREFIX", description = "Only requests whose path begins so.")
    private @Nullable String path;

    @CommandLine.Option(
            names = {"-n", "--limit"},
            paramLabel = "NUMBER",
            description = "At most so many requests. Default: 100.")
    private int limit = 100;

    @CommandLine.Option(names = "--clear", description = "Forget the requests instead.")
    private boolean clear;

    @Override
    public Integer call() throws Exception {
        if (clear) {
            System.out.println(
                    target.client().delete("/requests").path("cleared").asText() + " request(s) forgotten.");
            return 0;
        }
        if (!requests && !unmatched && path == null) {
            TwinRecord record = target.record();
            if (record.log() == null || !Files.exists(record.log())) {
                throw new CliFailure(ExitCode.USAGE, "The twin on port " + record.port() + " writes to its terminal.");
            }
            System.out.print(Files.readString(record.log()));
            return 0;
        }
        JsonNode found = target.client()
                .get("/requests?limit=" + limit + (unmatched ? "&unmatchedOnly=true" : "")
                        + (path == null ? "" : "&path=" + AdminClient.segment(path)));
        if (target.json()) {
            Table.json(found);
            return 0;
        }
        List<JsonNode> newestFirst = new ArrayList<>();
        found.path("requests").forEach(newestFirst::add);
        for (JsonNode request : newestFirst.reversed()) {
            String query = request.path("queryString").asText();
            System.out.printf(
                    java.util.Locale.ROOT,
                    "%s  %d  %-6s %s  %s  %.1f ms%n",
                    request.path("timestamp").asText(),
                    request.path("statusCode").asInt(),
                    request.path("method").asText(),
                    request.path("path").asText() + (query.isEmpty() ? "" : "?" + query),
                    request.path("matchedMockId").asText().isEmpty()
                            ? "nothing matched"
                            : request.path("matchedMockId").asText(),
                    request.path("durationMs").asDouble());
            request.path("nearMisses")
                    .forEach(miss -> System.out.println(
                            "      near: " + miss.path("mockId").asText() + " ("
                                    + miss.path("matchPercentage").asText() + " %): "
                                    + miss.path("reason").asText()));
        }
        return 0;
    }
}
