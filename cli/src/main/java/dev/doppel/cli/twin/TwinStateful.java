package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin stateful}: tables and their rows. */
@CommandLine.Command(
        name = "stateful",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tables of a twin: their rows, back to the seeds, custom operations.",
        subcommands = {
            TwinStateful.Tables.class,
            TwinStateful.Items.class,
            TwinStateful.Add.class,
            TwinStateful.Reset.class,
            TwinStateful.Delete.class,
            TwinCustom.class
        })
final class TwinStateful implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }

    /** Text of a JSON argument: the text itself, or the file that {@code @FILE} names. */
    static String jsonArgument(String given) {
        String text = given;
        try {
            if (given.startsWith("@")) {
                text = Files.readString(Path.of(given.substring(1)));
            }
            MessageCodec.json().readTree(text);
            return text;
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "Not JSON: " + given + " (" + e.getMessage() + ")");
        }
    }

    /** {@code stateful list}. */
    @CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "List the tables.")
    static final class Tables implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @Override
        public Integer call() {
            JsonNode state = target.client().get("/state");
            if (target.json()) {
                Table.json(state);
                return 0;
            }
            Table table = new Table("TABLE", "ROWS", "SEEDS", "ID FIELD", "PARENT FIELD");
            state.path("resources")
                    .forEach(one -> table.row(
                            one.path("name").asText(),
                            one.path("itemCount").asText(),
                            one.path("seedCount").asText(),
                            one.path("idField").asText(),
                            one.path("parentField").asText("-")));
            table.print();
            return 0;
        }
    }

    /** {@code stateful items}. */
    @CommandLine.Command(
            name = "items",
            mixinStandardHelpOptions = true,
            description = "Print rows of a table, newest first, as JSON lines; with an id only that one.")
    static final class Items implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "TABLE")
        private String table = "";

        @CommandLine.Parameters(index = "1", arity = "0..1", paramLabel = "ID")
        private @Nullable String id;

        @CommandLine.Option(names = "--deleted", description = "Also rows that clients are told are gone.")
        private boolean deleted;

        @Override
        public Integer call() throws Exception {
            String path = "/state/resources/" + AdminClient.segment(table) + "/items";
            if (id != null) {
                Table.json(target.client().get(path + "/" + AdminClient.segment(id)));
                return 0;
            }
            JsonNode found = target.client().get(path + (deleted ? "?includeDeleted=true" : ""));
            if (target.json()) {
                Table.json(found);
                return 0;
            }
            for (JsonNode item : found.path("items")) {
                System.out.println(MessageCodec.json().writeValueAsString(item));
            }
            return 0;
        }
    }

    /** {@code stateful add}. */
    @CommandLine.Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Make a table (stateful add TABLE), or a row of one (stateful add TABLE JSON).")
    static final class Add implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "TABLE")
        private String table = "";

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "JSON",
                description = "The row, or @FILE with it.")
        private @Nullable String row;

        @CommandLine.Option(names = "--id-field", paramLabel = "NAME", description = "Of a new table.")
        private @Nullable String idField;

        @CommandLine.Option(names = "--id-strategy", paramLabel = "NAME", description = "Of a new table.")
        private @Nullable String idStrategy;

        @CommandLine.Option(names = "--id-prefix", paramLabel = "TEXT", description = "Of a new table.")
        private @Nullable String idPrefix;

        @Override
        public Integer call() {
            AdminClient client = target.client();
            if (row != null) {
                Table.json(client.post("/state/resources/" + AdminClient.segment(table) + "/items", jsonArgument(row)));
                return 0;
            }
            ObjectNode made = MessageCodec.json().createObjectNode().put("name", table);
            if (idField != null) {
                made.put("idField", idField);
            }
            if (idStrategy != null) {
                made.put("idStrategy", idStrategy);
            }
            if (idPrefix != null) {
                made.put("idPrefix", idPrefix);
            }
            client.post("/state/resources", made.toString());
            System.out.println("The table " + table + " is made.");
            return 0;
        }
    }

    /** {@code stateful reset}. */
    @CommandLine.Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Put all tables, or one, back to their seeds.")
    static final class Reset implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", arity = "0..1", paramLabel = "TABLE")
        private @Nullable String table;

        @CommandLine.Option(names = "--forget-log", description = "Forget the request log too (all tables only).")
        private boolean forgetLog;

        @Override
        public Integer call() {
            JsonNode done = table == null
                    ? target.client().post("/reset" + (forgetLog ? "?keepLog=false" : ""), null)
                    : target.client().post("/reset/" + AdminClient.segment(table), null);
            if (target.json()) {
                Table.json(done);
            } else {
                System.out.println(
                        table == null
                                ? done.path("tables").asText() + " table(s) are back to their seeds."
                                : "The table " + table + " is back to its seeds.");
            }
            return 0;
        }
    }

    /** {@code stateful delete}. */
    @CommandLine.Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete a row, or with no id all rows of a table.")
    static final class Delete implements Callable<Integer> {
        @CommandLine.Mixin
        private final TwinTarget target = new TwinTarget();

        @CommandLine.Parameters(index = "0", paramLabel = "TABLE")
        private String table = "";

        @CommandLine.Parameters(index = "1", arity = "0..1", paramLabel = "ID")
        private @Nullable String id;

        @Override
        public Integer call() {
            String path = "/state/resources/" + AdminClient.segment(table);
            target.client().delete(id == null ? path : path + "/items/" + AdminClient.segment(id));
            System.out.println(
                    id == null
                            ? "The table " + table + " is empty."
                            : "The row " + id + " of " + table + " is deleted.");
            return 0;
        }
    }
}
