package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin verify}: how often operations were called. */
@CommandLine.Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Check how often a twin's operations were called.",
        subcommands = {
            TwinVerify.Status.class,
            TwinVerify.Check.class,
            TwinVerify.Invocations.class,
            TwinVerify.Reset.class
        })
final class TwinVerify implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }

    private static String path(String operation, String what) {
        return "/mocks/" + AdminClient.segment(operation) + "/" + what;
    }

    /** {@code verify status}. */
    @CommandLine.Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Print how often it was called.")
    static final class Status implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @Override
        public Integer call() {
            JsonNode found = target.client().get(path(operation, "verify"));
            if (target.json()) {
                Table.json(found);
            } else {
                System.out.println(operation + " was called "
                        + found.path("callCount").asText() + " time(s)"
                        + (found.hasNonNull("lastCalledAt")
                                ? ", last at " + found.path("lastCalledAt").asText()
                                : ""));
            }
            return 0;
        }
    }

    /** {@code verify check}. */
    @CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Exit with 0 when the number of calls is as expected, else with 1.")
    static final class Check implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @CommandLine.Option(names = "--exactly", paramLabel = "NUMBER")
        private @Nullable Long exactly;

        @CommandLine.Option(names = "--at-least", paramLabel = "NUMBER")
        private @Nullable Long atLeast;

        @CommandLine.Option(names = "--at-most", paramLabel = "NUMBER")
        private @Nullable Long atMost;

        @CommandLine.Option(names = "--never", description = "Not once.")
        private boolean never;

        @Override
        public Integer call() {
            ObjectNode want = MessageCodec.json().createObjectNode();
            if (never) {
                want.put("never", true);
            }
            put(want, "exactly", exactly);
            put(want, "atLeast", atLeast);
            put(want, "atMost", atMost);
            JsonNode found = target.client().post(path(operation, "verify"), want.toString());
            boolean passed = found.path("passed").asBoolean();
            if (target.json()) {
                Table.json(found);
            } else {
                System.out.println((passed ? "passed: " : "FAILED: ")
                        + found.path("message").asText());
            }
            return passed ? ExitCode.PASSED.code() : ExitCode.TESTS_FAILED.code();
        }

        private static void put(ObjectNode want, String name, @Nullable Long value) {
            if (value != null) {
                want.put(name, value);
            }
        }
    }

    /** {@code verify invocations}. */
    @CommandLine.Command(
            name = "invocations",
            mixinStandardHelpOptions = true,
            description = "Print the calls as JSON lines, newest first.")
    static final class Invocations implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @CommandLine.Option(
                names = {"-n", "--limit"},
                paramLabel = "NUMBER",
                description = "At most so many. Default: 100.")
        private int limit = 100;

        @Override
        public Integer call() throws Exception {
            JsonNode found = target.client().get(path(operation, "invocations") + "?limit=" + limit);
            if (target.json()) {
                Table.json(found);
                return 0;
            }
            for (JsonNode one : found.path("invocations")) {
                System.out.println(MessageCodec.json().writeValueAsString(one));
            }
            return 0;
        }
    }

    /** {@code verify reset}. */
    @CommandLine.Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Forget the calls of one operation, or all.")
    static final class Reset implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", arity = "0..1", paramLabel = "OPERATION")
        private @Nullable String operation;

        @Override
        public Integer call() {
            JsonNode done = target.client().delete(operation == null ? "/verify" : path(operation, "invocations"));
            System.out.println(done.path("cleared").asText() + " call(s) forgotten.");
            return 0;
        }
    }
}
