package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin stateful custom}: custom operations. */
@CommandLine.Command(
        name = "custom",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Custom operations of a twin.",
        subcommands = {
            TwinCustom.Operations.class,
            TwinCustom.Get.class,
            TwinCustom.Add.class,
            TwinCustom.Validate.class,
            TwinCustom.Run.class,
            TwinCustom.Delete.class
        })
final class TwinCustom {
    private static final String OPERATIONS = "/state/operations";

    private static String path(String name) {
        return OPERATIONS + "/" + AdminClient.segment(name);
    }

    /** {@code custom list}. */
    @CommandLine.Command(name = "list", description = "List the operations.")
    static final class Operations extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get(OPERATIONS);
            return Shown.line(
                    found,
                    StreamSupport.stream(found.path("operations").spliterator(), false)
                            .map(one -> one.path("name").asText())
                            .collect(Collectors.joining("\n")));
        }
    }

    /** {@code custom get}. */
    @CommandLine.Command(name = "get", description = "Print an operation as it is written in mockd.yaml, as JSON.")
    static final class Get extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'custom list' calls it.")
        private String name = "";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.get(path(name)));
        }
    }

    /** {@code custom add}. */
    @CommandLine.Command(name = "add", description = "Make an operation. It is kept over restarts as mocks are.")
    static final class Add extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "JSON",
                description = "As an entry of 'customOperations' in mockd.yaml, or @FILE with it.")
        private String operation = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode made = twin.post(OPERATIONS, JsonArgument.of(operation).toString());
            return Shown.line(made, "The operation " + made.path("name").asText() + " is made.");
        }
    }

    /** {@code custom validate}. */
    @CommandLine.Command(
            name = "validate",
            description =
                    "Say what is wrong with an operation, for the tables of a twin or of a mockd.yaml; nothing is changed.")
    static final class Validate extends TwinAsk {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "JSON",
                description = "As an entry of 'customOperations' in mockd.yaml, or @FILE with it.")
        private String operation = "";

        @CommandLine.Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "The mockd.yaml with the tables; no twin need run.")
        private @Nullable Path config;

        @Override
        AdminClient client() {
            return config == null ? super.client() : UnservedFiles.of(config).client();
        }

        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.post(
                    OPERATIONS + "/validate", JsonArgument.of(operation).toString());
            Shown.warn(found.path("warnings"));
            return Shown.line(found, "The operation " + found.path("name").asText() + " is valid.");
        }
    }

    /** {@code custom run}. */
    @CommandLine.Command(name = "run", description = "Run an operation and print its result.")
    static final class Run extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'custom list' calls it.")
        private String name = "";

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "JSON",
                description = "Its input, or @FILE with it.")
        private String input = "{}";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(
                    twin.post(path(name) + "/execute", JsonArgument.of(input).toString()));
        }
    }

    /** {@code custom delete}. */
    @CommandLine.Command(name = "delete", description = "Remove an operation.")
    static final class Delete extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'custom list' calls it.")
        private String name = "";

        @Override
        Shown ask(AdminClient twin) {
            twin.delete(path(name));
            return Shown.done("The operation " + name + " is removed.");
        }
    }
}
