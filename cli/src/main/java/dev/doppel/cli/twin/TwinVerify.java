package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.ExitCode;
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
final class TwinVerify {
    private static String path(String operation, String what) {
        return "/mocks/" + AdminClient.segment(operation) + "/" + what;
    }

    /** {@code verify status}. */
    @CommandLine.Command(name = "status", description = "Print how often it was called.")
    static final class Status extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get(path(operation, "verify"));
            String last = found.path("lastCalledAt").asText("");
            return Shown.line(
                    found,
                    operation + " was called " + found.path("callCount").asText() + " time(s)"
                            + (last.isEmpty() ? "" : ", last at " + last));
        }
    }

    /** {@code verify check}. */
    @CommandLine.Command(
            name = "check",
            description = "Exit with 0 when the number of calls is as expected, else with 1.")
    static final class Check extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @CommandLine.Option(names = "--exactly", paramLabel = "NUMBER", description = "Neither more nor fewer calls.")
        private @Nullable Long exactly;

        @CommandLine.Option(names = "--at-least", paramLabel = "NUMBER", description = "So many calls or more.")
        private @Nullable Long atLeast;

        @CommandLine.Option(names = "--at-most", paramLabel = "NUMBER", description = "So many calls or fewer.")
        private @Nullable Long atMost;

        @CommandLine.Option(names = "--never", description = "Not once.")
        private boolean never;

        @Override
        Shown ask(AdminClient twin) {
            ObjectNode want = JsonNodeFactory.instance.objectNode();
            if (never) {
                want.put("never", true);
            }
            put(want, "exactly", exactly);
            put(want, "atLeast", atLeast);
            put(want, "atMost", atMost);
            JsonNode found = twin.post(path(operation, "verify"), want.toString());
            boolean passed = found.path("passed").asBoolean();
            return new Shown(
                    found,
                    (passed ? "passed: " : "FAILED: ") + found.path("message").asText(),
                    passed ? ExitCode.PASSED : ExitCode.TESTS_FAILED);
        }

        private static void put(ObjectNode want, String name, @Nullable Long value) {
            if (value != null) {
                want.put(name, value);
            }
        }
    }

    /** {@code verify invocations}. */
    @CommandLine.Command(name = "invocations", description = "Print the calls as JSON lines, newest first.")
    static final class Invocations extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "OPERATION", description = "As 'twin list' calls it.")
        private String operation = "";

        @CommandLine.Option(
                names = {"-n", "--limit"},
                paramLabel = "NUMBER",
                description = "At most so many. Default: 100.")
        private int limit = 100;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get(path(operation, "invocations") + "?limit=" + limit);
            return Shown.lines(found, found.path("invocations"));
        }
    }

    /** {@code verify reset}. */
    @CommandLine.Command(name = "reset", description = "Forget the calls of one operation, or all.")
    static final class Reset extends TwinAsk {
        @CommandLine.Parameters(index = "0", arity = "0..1", paramLabel = "OPERATION", description = "Only this one's.")
        private @Nullable String operation;

        @Override
        Shown ask(AdminClient twin) {
            JsonNode done = twin.delete(operation == null ? "/verify" : path(operation, "invocations"));
            return Shown.line(done, done.path("cleared").asText() + " call(s) forgotten.");
        }
    }
}
