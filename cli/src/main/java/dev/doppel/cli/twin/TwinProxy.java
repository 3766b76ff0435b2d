package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin proxy}: the recording proxy of a running twin. */
@CommandLine.Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Start and steer a proxy that records real APIs.",
            "Programs are pointed at it (HTTP_PROXY, HTTPS_PROXY, curl -x) and call as always.",
            "Secrets are taken out before anything is written. HTTPS is recorded once the proxy has a CA ('proxy ca --generate') that the"
                    + " programs trust; else it passes unrecorded. 'doppel twin recordings' makes mocks and twins of what was recorded."
        },
        subcommands = {
            TwinProxyStart.class,
            TwinProxy.Stop.class,
            TwinProxy.Status.class,
            TwinProxy.Mode.class,
            TwinProxy.Filters.class,
            TwinProxy.Ca.class
        })
final class TwinProxy {
    /** What a proxy does, for people. */
    static String told(JsonNode status) {
        if (!status.path("running").asBoolean()) {
            return "The proxy does not run. Start it with: doppel twin proxy start";
        }
        String url = status.path("proxyUrl").asText();
        boolean records = status.path("mode").asText().equals("record");
        String https = status.path("https").asText().equals("recorded")
                ? "recorded; programs must trust "
                        + status.path("ca").path("path").asText()
                : "passed on unrecorded (" + status.path("tunnelled").asText() + " connections so far)"
                        + (records
                                ? "; to record it, 'doppel twin proxy ca --generate' and start without --no-ca"
                                : "");
        return "The proxy listens at " + url + " and " + (records ? "records." : "passes everything on unrecorded.")
                + "\n"
                + "  session     " + status.path("session").asText() + "\n"
                + "  recordings  " + status.path("recordings").asText() + "\n"
                + "  HTTPS       " + https + "\n"
                + "  programs    export HTTP_PROXY=" + url + " HTTPS_PROXY=" + url + " http_proxy=" + url
                + " https_proxy=" + url;
    }

    /** {@code proxy stop}. */
    @CommandLine.Command(name = "stop", description = "End the proxy; the recordings stay.")
    static final class Stop extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode done = twin.post("/proxy/stop", null);
            return Shown.line(
                    done,
                    "The proxy is stopped; " + done.path("recordings").asText() + " recording(s) in the session "
                            + done.path("session").asText() + ".");
        }
    }

    /** {@code proxy status}. */
    @CommandLine.Command(name = "status", description = "Whether it runs, where, and what it has recorded.")
    static final class Status extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode status = twin.get("/proxy/status");
            return Shown.line(status, told(status));
        }
    }

    /** {@code proxy mode}. */
    @CommandLine.Command(name = "mode", description = "Show or change what it does with what passes.")
    static final class Mode extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "record|passthrough",
                description = "Record, or pass everything on unrecorded. Without it the present mode is shown.")
        private @Nullable String mode;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode now = mode == null
                    ? twin.get("/proxy/mode")
                    : twin.put(
                            "/proxy/mode",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("mode", mode)
                                    .toString());
            return Shown.line(now, now.path("mode").asText());
        }
    }

    /** Patterns that two commands share. */
    static final class Patterns {
        @CommandLine.Option(
                names = "--include-path",
                paramLabel = "PATTERN",
                description = "Record only such paths; * stands for any text. May be repeated.")
        private List<String> includePaths = List.of();

        @CommandLine.Option(
                names = "--exclude-path",
                paramLabel = "PATTERN",
                description = "Never record such paths. May be repeated.")
        private List<String> excludePaths = List.of();

        @CommandLine.Option(
                names = "--include-host",
                paramLabel = "PATTERN",
                description =
                        "Record only such hosts (api.example.com, *.example.com, localhost:8080). May be repeated.")
        private List<String> includeHosts = List.of();

        @CommandLine.Option(
                names = "--exclude-host",
                paramLabel = "PATTERN",
                description = "Never record such hosts, nor look into their HTTPS. May be repeated.")
        private List<String> excludeHosts = List.of();

        boolean any() {
            return !includePaths.isEmpty()
                    || !excludePaths.isEmpty()
                    || !includeHosts.isEmpty()
                    || !excludeHosts.isEmpty();
        }

        ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            includePaths.forEach(out.putArray("includePaths")::add);
            excludePaths.forEach(out.putArray("excludePaths")::add);
            includeHosts.forEach(out.putArray("includeHosts")::add);
            excludeHosts.forEach(out.putArray("excludeHosts")::add);
            return out;
        }
    }

    /** {@code proxy filters}. */
    @CommandLine.Command(
            name = "filters",
            description = {
                "Show which requests are recorded, or say so anew. All pass either way.",
                "Exclusions come first; where there are inclusions, one must match."
            })
    static final class Filters extends TwinAsk {
        @CommandLine.Mixin
        private final Patterns patterns = new Patterns();

        @CommandLine.Option(names = "--clear", description = "Record everything.")
        private boolean clear;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode now = patterns.any() || clear
                    ? twin.put("/proxy/filters", patterns.json().toString())
                    : twin.get("/proxy/filters");
            Table table = new Table("FILTER", "PATTERNS");
            now.properties()
                    .forEach(entry -> table.row(
                            entry.getKey(),
                            entry.getValue().isEmpty()
                                    ? "-"
                                    : StreamSupport.stream(entry.getValue().spliterator(), false)
                                            .map(JsonNode::asText)
                                            .collect(Collectors.joining(" "))));
            return Shown.table(now, table);
        }
    }

    /** {@code proxy ca}. */
    @CommandLine.Command(
            name = "ca",
            description = {
                "Print the certificate of the proxy's CA (PEM), which programs must trust for their HTTPS to be recorded.",
                "Its key stays in the twin's data folder. Trust it on test machines only."
            })
    static final class Ca extends TwinAsk {
        @CommandLine.Option(names = "--generate", description = "Make it first, where there is none.")
        private boolean generate;

        @CommandLine.Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Write it there. Default: standard output.")
        private @Nullable Path output;

        @Override
        Shown ask(AdminClient twin) {
            if (generate) {
                twin.post("/proxy/ca", null);
            }
            String pem = twin.need("GET", "/proxy/ca", null).text();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("pem", pem);
            if (output == null) {
                return Shown.line(json, pem.stripTrailing());
            }
            write(output, pem);
            return Shown.line(json.put("file", output.toString()), "Written to " + output + ".");
        }
    }

    /** A text as a file of the user's. */
    static void write(Path file, String text) {
        try {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, file + " cannot be written: " + e.getMessage());
        }
    }
}
