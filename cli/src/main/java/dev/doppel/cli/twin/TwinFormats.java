package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin import}, {@code export}, {@code validate}: documents in and out. */
final class TwinFormats {
    private TwinFormats() {}

    /** {@code twin import}. */
    @CommandLine.Command(
            name = "import",
            description = {
                "Add what a document describes to a running twin.",
                "To have it at every start, name it under 'imports' in mockd.yaml instead."
            })
    static final class Import extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "FILE",
                description =
                        "OpenAPI 3 or Swagger 2 (JSON or YAML), mockd, and whatever else 'import' in mockd.yaml reads.")
        private Path file = Path.of("");

        @CommandLine.Option(
                names = "--as",
                paramLabel = "NAME",
                description = "Goes before every operation's name, with a dot.")
        private @Nullable String as;

        @CommandLine.Option(
                names = "--format",
                paramLabel = "NAME",
                description = "Default: found out from the content.")
        private @Nullable String format;

        @Override
        Shown ask(AdminClient twin) {
            byte[] document;
            try {
                document = Files.readAllBytes(file);
            } catch (IOException e) {
                throw new CliFailure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
            }
            JsonNode done = twin.send(
                            "POST",
                            "/import?name=" + AdminClient.segment(String.valueOf(file.getFileName()))
                                    + (as == null ? "" : "&as=" + AdminClient.segment(as))
                                    + (format == null ? "" : "&format=" + AdminClient.segment(format)),
                            document)
                    .json();
            StringBuilder text = new StringBuilder();
            done.path("warnings")
                    .forEach(warning ->
                            text.append("warning: ").append(warning.asText()).append('\n'));
            text.append(done.path("added").asText())
                    .append(" operation(s) added from ")
                    .append(file)
                    .append(" (")
                    .append(done.path("format").asText())
                    .append("); ")
                    .append(done.path("mocks").asText())
                    .append(" are served now.");
            return Shown.line(done, text.toString());
        }
    }

    /** {@code twin export}. */
    @CommandLine.Command(name = "export", description = "Write what a twin serves as a document.")
    static final class Export extends TwinAsk {
        @CommandLine.Option(
                names = "--format",
                paramLabel = "NAME",
                description = "mockd (default), openapi, and what 'GET /formats' of the admin API lists.")
        private String format = "mockd";

        @CommandLine.Option(
                names = "--as",
                paramLabel = "yaml|json",
                description = "Default: by the output's name, else yaml.")
        private @Nullable String as;

        @CommandLine.Option(
                names = "--standalone",
                description = "Written out, without imports that have to be at hand.")
        private boolean standalone;

        @CommandLine.Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Default: standard output.")
        private @Nullable Path output;

        @Override
        Shown ask(AdminClient twin) {
            String kind = as != null ? as : output != null && output.toString().endsWith(".json") ? "json" : "yaml";
            String text = twin.need(
                            "GET",
                            "/export?format=" + AdminClient.segment(format) + "&as=" + AdminClient.segment(kind)
                                    + (standalone ? "&standalone=true" : ""),
                            null)
                    .text();
            if (output == null) {
                return new Shown(TextNode.valueOf(text), text.stripTrailing(), ExitCode.PASSED);
            }
            try {
                Files.write(output, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new CliFailure(ExitCode.ENVIRONMENT, output + " cannot be written: " + e.getMessage());
            }
            return Shown.done("Written to " + output + ".");
        }
    }

    /** {@code twin validate}. */
    @CommandLine.Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Load a configuration and everything it imports, and say what is wrong; nothing is served.")
    static final class Validate implements Callable<Integer> {
        @CommandLine.Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "The mockd.yaml, or any document that 'twin import' reads.")
        private Path config = Path.of("mockd.yaml");

        @Override
        public Integer call() throws Exception {
            List<String> arguments =
                    new ArrayList<>(List.of("--config=" + config, "--records=" + TwinTarget.records(), "--check=true"));
            return new TwinProcess(TwinTarget.directories()).foreground(arguments, null);
        }
    }
}
