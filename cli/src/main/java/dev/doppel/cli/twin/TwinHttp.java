package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin http}: HTTP mocks, made from options. */
@CommandLine.Command(
        name = "http",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "HTTP mocks of a twin.",
        subcommands = {
            TwinHttp.Add.class,
            TwinMocks.Get.class,
            TwinMocks.Update.class,
            TwinMocks.Delete.class,
            TwinList.class
        })
final class TwinHttp {
    /** {@code http add}. */
    @CommandLine.Command(
            name = "add",
            description =
                    "Add a mock that answers a method and a path. It is kept over restarts as with 'twin add', which"
                            + " takes the whole of what a mock can say.",
            footer = {"", "Example: doppel twin http add /hello --body '{\"hello\": true}'"})
    static final class Add extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "PATH",
                description = "Such as /v1/things or /v1/things/{id}.")
        private String path = "";

        @CommandLine.Option(
                names = {"-m", "--method"},
                paramLabel = "METHOD",
                description = "Default: GET.")
        private String method = "GET";

        @CommandLine.Option(names = "--id", paramLabel = "ID", description = "Default: one is made.")
        private @Nullable String id;

        @CommandLine.Option(
                names = {"-s", "--status"},
                paramLabel = "STATUS",
                description = "Of the answer. Default: 200.")
        private int status = 200;

        @CommandLine.Option(
                names = {"-b", "--body"},
                paramLabel = "TEXT",
                description = "Of the answer; {{...}} in it are templates.")
        private String body = "";

        @CommandLine.Option(
                names = {"-H", "--header"},
                paramLabel = "NAME=VALUE",
                description = "Of the answer. May be repeated.")
        private Map<String, String> headers = new LinkedHashMap<>();

        @CommandLine.Option(
                names = "--delay",
                paramLabel = "MILLIS",
                description = "Before the answer, in milliseconds.")
        private int delay;

        @CommandLine.Option(
                names = "--priority",
                paramLabel = "NUMBER",
                description = "The higher one answers where several match equally well.")
        private int priority;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode made = twin.post("/mocks", mock().toString());
            return Shown.line(
                    made,
                    "The mock " + made.path("id").asText() + " answers " + method + " " + path + " with " + status
                            + ".");
        }

        private ObjectNode mock() {
            if (!path.startsWith("/")) {
                throw new CliFailure(ExitCode.USAGE, "The path begins with a slash, such as /" + path + ".");
            }
            ObjectNode mock = JsonNodeFactory.instance.objectNode();
            if (id != null) {
                mock.put("id", id);
            }
            ObjectNode http = mock.putObject("http");
            http.putObject("matcher").put("method", method).put("path", path);
            if (priority != 0) {
                http.put("priority", priority);
            }
            ObjectNode response = http.putObject("response").put("statusCode", status);
            if (!headers.isEmpty()) {
                ObjectNode sent = response.putObject("headers");
                headers.forEach(sent::put);
            }
            if (!body.isEmpty()) {
                response.put("body", body);
            }
            if (delay > 0) {
                response.put("delayMs", delay);
            }
            return mock;
        }
    }
}
