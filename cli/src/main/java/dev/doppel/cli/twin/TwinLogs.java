package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin logs}. */
@CommandLine.Command(
        name = "logs",
        description = "Print what a background twin wrote, or with --requests what it was asked.")
final class TwinLogs extends TwinAsk {
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
        if (clear || requests || unmatched || path != null) {
            return super.call();
        }
        return output().print(target().json());
    }

    private Shown output() throws IOException {
        TwinRecord record = target().record();
        if (record.log() == null || !Files.exists(record.log())) {
            throw new CliFailure(ExitCode.USAGE, "The twin on port " + record.port() + " writes to its terminal.");
        }
        return Shown.done(Files.readString(record.log()).stripTrailing());
    }

    @Override
    Shown ask(AdminClient twin) {
        if (clear) {
            JsonNode done = twin.delete("/requests");
            return Shown.line(done, done.path("cleared").asText() + " request(s) forgotten.");
        }
        JsonNode found = twin.get("/requests?limit=" + limit + (unmatched ? "&unmatchedOnly=true" : "")
                + (path == null ? "" : "&path=" + AdminClient.segment(path)));
        List<String> newestFirst = new ArrayList<>();
        found.path("requests").forEach(request -> newestFirst.add(line(request)));
        return Shown.line(found, String.join("\n", newestFirst.reversed()));
    }

    private static String line(JsonNode request) {
        String query = request.path("queryString").asText();
        String matched = request.path("matchedMockId").asText();
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s  %d  %-6s %s  %s  %.1f ms",
                request.path("timestamp").asText(),
                request.path("statusCode").asInt(),
                request.path("method").asText(),
                request.path("path").asText() + (query.isEmpty() ? "" : "?" + query),
                matched.isEmpty() ? "nothing matched" : matched,
                request.path("durationMs").asDouble()));
        request.path("nearMisses")
                .forEach(miss -> out.append("\n      near: ")
                        .append(miss.path("mockId").asText())
                        .append(" (")
                        .append(miss.path("matchPercentage").asText())
                        .append(" %): ")
                        .append(miss.path("reason").asText()));
        return out.toString();
    }
}
