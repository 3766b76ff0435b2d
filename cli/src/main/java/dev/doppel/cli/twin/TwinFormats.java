package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
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

/** {@code doppel twin import}, {@code export}, {@code convert}, {@code validate}: documents in and out. */
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
            Shown.warn(done.path("warnings"));
            return Shown.line(
                    done,
                    done.path("added").asText() + " operation(s) added from " + file + " ("
                            + done.path("format").asText() + "); "
                            + done.path("mocks").asText() + " are served now.");
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

        @CommandLine.Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "What this mockd.yaml describes; no twin need run.")
        private @Nullable Path config;

        @Override
        AdminClient client() {
            return config == null ? super.client() : UnservedFiles.of(config).client();
        }

        @Override
        Shown ask(AdminClient twin) {
            return written(twin, format, as, standalone, output);
        }
    }

    /** {@code twin convert}. */
    @CommandLine.Command(
            name = "convert",
            mixinStandardHelpOptions = true,
            description = {
                "Write a document in another format: OpenAPI, mockd, Postman, HAR, WireMock, Mockoon, cURL and WSDL are read.",
                "No twin need run. What the other format cannot say is named in warnings, on standard error."
            },
            footer = {"", "Example: doppel twin convert collection.json --to mockd -o mockd.yaml"})
    static final class Convert implements Callable<Integer> {
        @CommandLine.Parameters(index = "0", paramLabel = "FILE", description = "The document.")
        private Path file = Path.of("");

        @CommandLine.Option(
                names = "--from",
                paramLabel = "FORMAT",
                description = "Of the file. Default: found out from its content.")
        private @Nullable String from;

        @CommandLine.Option(
                names = {"-t", "--to"},
                paramLabel = "FORMAT",
                description = "mockd (default), openapi, insomnia, postman, har, wiremock, mockoon or curl.")
        private String to = "mockd";

        @CommandLine.Option(
                names = "--syntax",
                paramLabel = "yaml|json",
                description = "Default: by the output's name, else yaml.")
        private @Nullable String syntax;

        @CommandLine.Option(
                names = "--as",
                paramLabel = "NAME",
                description = "Goes before every operation's name, with a dot.")
        private @Nullable String as;

        @CommandLine.Option(
                names = "--keep-imports",
                description = "A mockd.yaml that names OpenAPI documents, in place of one with them written out.")
        private boolean keepImports;

        @CommandLine.Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Default: standard output.")
        private @Nullable Path output;

        @CommandLine.Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new CliFailure(ExitCode.USAGE, "There is no file " + file + ".");
            }
            if (output != null && Files.exists(output) && Files.isSameFile(output, file)) {
                throw new CliFailure(ExitCode.USAGE, "The output is the file that is read: " + output + ".");
            }
            Path beside = keepImports ? (output == null ? Path.of("here") : output) : file;
            Path folder = beside.toAbsolutePath().getParent();
            AdminClient files = UnservedFiles.document(file, from, as, folder == null ? Path.of("/") : folder)
                    .client();
            return written(files, to, syntax, !keepImports, output).print(json);
        }
    }

    /** Asks for everything in a format; the warnings are told, the document is shown or written. */
    private static Shown written(
            AdminClient twin, String format, @Nullable String as, boolean standalone, @Nullable Path output) {
        String kind = as != null ? as : output != null && output.toString().endsWith(".json") ? "json" : "yaml";
        if (!List.of("yaml", "json").contains(kind)) {
            throw new CliFailure(ExitCode.USAGE, "A document is written as yaml or json, not " + kind + ".");
        }
        JsonNode found = twin.get("/export?report=true&format=" + AdminClient.segment(format) + "&as=" + kind
                + (standalone ? "&standalone=true" : ""));
        Shown.warn(found.path("warnings"));
        String text = found.path("content").asText();
        if (output == null) {
            return Shown.line(found, text.stripTrailing());
        }
        try {
            Files.write(output, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, output + " cannot be written: " + e.getMessage());
        }
        return Shown.line(found, "Written to " + output + ".");
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
