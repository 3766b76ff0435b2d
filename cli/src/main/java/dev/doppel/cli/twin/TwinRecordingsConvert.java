package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin recordings convert}. */
@CommandLine.Command(
        name = "convert",
        description = {
            "Make a document of recordings, and print it as YAML: mocks that answer as the API did, a twin with tables, or MOCK items of a definition.",
            "Volatile headers (Date, ETag, Content-Length and such) are left out. Where a recording carried credentials is said as a comment."
        })
final class TwinRecordingsConvert extends TwinAsk {
    @CommandLine.Mixin
    private final TwinRecordings.Choice choice = new TwinRecordings.Choice();

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "Only these recordings. Default: all that the options choose.")
    private List<String> ids = List.of();

    @CommandLine.Option(
            names = "--smart-match",
            description =
                    "Numbers, UUIDs and other ids in paths become parameters, so that other ids are answered too.")
    private boolean smartMatch;

    @CommandLine.Option(
            names = "--duplicates",
            paramLabel = "first|last|all",
            description = "Which of several recordings of one request answers; all of them in turn. Default: first.")
    private String duplicates = "first";

    @CommandLine.Option(
            names = "--as",
            paramLabel = "mocks|twin|items",
            description = "Mocks (default), a sketch of a twin with tables, or MOCK items of a definition.")
    private String as = "mocks";

    @CommandLine.Option(names = "--add", description = "Serve it at once, beside what the twin serves.")
    private boolean add;

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Default: standard output. A name that ends in .json gets JSON.")
    private @Nullable Path output;

    @Override
    Shown ask(AdminClient twin) {
        ObjectNode body = choice.json()
                .put("smartMatch", smartMatch)
                .put("duplicates", duplicates)
                .put("as", as)
                .put("add", add);
        if (!ids.isEmpty()) {
            ids.forEach(body.putArray("ids")::add);
        }
        JsonNode done = twin.post("/recordings/convert", body.toString());
        StringBuilder warnings = new StringBuilder();
        done.path("warnings")
                .forEach(warning ->
                        warnings.append("# warning: ").append(warning.asText()).append('\n'));
        String counts = done.path("mocks").asText() + " mock(s) and "
                + done.path("tables").asText() + " table(s) of "
                + done.path("recordings").asText() + " recording(s)";
        String yaml = done.path("yaml").asText();
        if (output != null) {
            boolean json = output.toString().endsWith(".json");
            TwinProxy.write(output, json ? done.path("config").toPrettyString() + "\n" : warnings + yaml);
            return Shown.line(
                    done, warnings + counts + " written to " + output + (add ? ", and served from now on." : "."));
        }
        return Shown.line(
                done, add ? warnings + counts + " are served from now on." : (warnings + yaml).stripTrailing());
    }
}
