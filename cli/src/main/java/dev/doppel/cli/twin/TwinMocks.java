package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel twin get}, {@code add}, {@code delete}: single mocks. */
final class TwinMocks {
    private TwinMocks() {}

    /** {@code twin get}. */
    @CommandLine.Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Print one operation or mock as JSON.")
    static final class Get implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @Override
        public Integer call() {
            Table.json(target.client().get("/mocks/" + AdminClient.segment(id)));
            return 0;
        }
    }

    /** {@code twin add}. */
    @CommandLine.Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Add a hand-written mock. It is kept over restarts unless the twin runs with --no-persist.")
    static final class Add implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(
                index = "0",
                paramLabel = "JSON",
                description = "The mock as an entry of 'mocks' in mockd.yaml, or @FILE with it.")
        private String mock = "";

        @Override
        public Integer call() {
            JsonNode made = target.client().post("/mocks", TwinStateful.jsonArgument(mock));
            if (target.json()) {
                Table.json(made);
            } else {
                System.out.println("The mock " + made.path("id").asText() + " is served.");
            }
            return 0;
        }
    }

    /** {@code twin delete}. */
    @CommandLine.Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Serve one operation or mock no more.")
    static final class Delete implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'twin list' calls it.")
        private String id = "";

        @Override
        public Integer call() {
            target.client().delete("/mocks/" + AdminClient.segment(id));
            System.out.println("The mock " + id + " is served no more.");
            return 0;
        }
    }
}
