package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;

/** {@code doppel twin get}, {@code add}, {@code update}, {@code toggle}, {@code delete}: single mocks. */
final class TwinMocks {
    private TwinMocks() {}

    private static String path(String id) {
        return "/mocks/" + AdminClient.segment(id);
    }

    /** {@code twin get}. */
    @CommandLine.Command(name = "get", description = "Print one operation or mock as JSON.")
    static final class Get extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.get(path(id)));
        }
    }

    /** {@code twin add}. */
    @CommandLine.Command(
            name = "add",
            description = "Add a hand-written mock. It is kept over restarts unless the twin runs with --no-persist.")
    static final class Add extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "JSON",
                description = "The mock as an entry of 'mocks' in mockd.yaml, or @FILE with it.")
        private String mock = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode made = twin.post("/mocks", JsonArgument.of(mock).toString());
            return Shown.line(made, "The mock " + made.path("id").asText() + " is served.");
        }
    }

    /** {@code twin update}. */
    @CommandLine.Command(name = "update", description = "Put a mock in the place of an operation or mock.")
    static final class Update extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @CommandLine.Parameters(
                index = "1",
                paramLabel = "JSON",
                description = "The mock as an entry of 'mocks' in mockd.yaml, or @FILE with it.")
        private String mock = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode now = twin.put(path(id), JsonArgument.of(mock).toString());
            return Shown.line(now, "The mock " + id + " is changed.");
        }
    }

    /** {@code twin toggle}. */
    @CommandLine.Command(name = "toggle", description = "Switch one operation or mock off, or on again.")
    static final class Toggle extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode now = twin.post(path(id) + "/toggle", null);
            return Shown.line(
                    now,
                    "The mock " + id + " is switched " + (now.path("enabled").asBoolean() ? "on." : "off."));
        }
    }

    /** {@code twin delete}. */
    @CommandLine.Command(name = "delete", description = "Serve one operation or mock no more.")
    static final class Delete extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            twin.delete(path(id));
            return Shown.done("The mock " + id + " is served no more.");
        }
    }
}
