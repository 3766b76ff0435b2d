package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin stateful custom}: custom operations. */
@CommandLine.Command(
        name = "custom",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Custom operations of a twin.",
        subcommands = {TwinCustom.Operations.class, TwinCustom.Run.class})
final class TwinCustom implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }

    /** {@code custom list}. */
    @CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "List the operations.")
    static final class Operations implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            JsonNode found = target.client().get("/state/operations");
            if (target.json()) {
                Table.json(found);
            } else {
                found.path("operations")
                        .forEach(one -> System.out.println(one.path("name").asText()));
            }
            return 0;
        }
    }

    /** {@code custom run}. */
    @CommandLine.Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Run an operation and print its result.")
    static final class Run implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "JSON",
                description = "Its input, or @FILE with it.")
        private String input = "{}";

        @Override
        public Integer call() {
            Table.json(target.client()
                    .post(
                            "/state/operations/" + AdminClient.segment(name) + "/execute",
                            TwinStateful.jsonArgument(input)));
            return 0;
        }
    }
}
