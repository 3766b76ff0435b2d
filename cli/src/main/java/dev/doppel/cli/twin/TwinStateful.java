package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
final class TwinStateful {
    private static String path(String table) {
        return "/state/resources/" + AdminClient.segment(table);
    }

    /** {@code stateful list}. */
    @CommandLine.Command(name = "list", description = "List the tables.")
    static final class Tables extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode state = twin.get("/state");
            Table table = new Table("TABLE", "ROWS", "SEEDS", "ID FIELD", "PARENT FIELD");
            state.path("resources")
                    .forEach(one -> table.row(one, "name", "itemCount", "seedCount", "idField", "parentField"));
            return Shown.table(state, table);
        }
    }

    /** {@code stateful items}. */
    @CommandLine.Command(
            name = "items",
            description = "Print rows of a table, newest first, as JSON lines; with an id only that one.")
    static final class Items extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "TABLE", description = "As 'stateful list' calls it.")
        private String table = "";

        @CommandLine.Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Only this row.")
        private @Nullable String id;

        @CommandLine.Option(names = "--deleted", description = "Also rows that clients are told are gone.")
        private boolean deleted;

        @Override
        Shown ask(AdminClient twin) {
            if (id != null) {
                return Shown.json(twin.get(path(table) + "/items/" + AdminClient.segment(id)));
            }
            JsonNode found = twin.get(path(table) + "/items" + (deleted ? "?includeDeleted=true" : ""));
            return Shown.lines(found, found.path("items"));
        }
    }

    /** {@code stateful add}. */
    @CommandLine.Command(
            name = "add",
            description = "Make a table (stateful add TABLE), or a row of one (stateful add TABLE JSON).")
    static final class Add extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "TABLE", description = "An existing one, or a new name.")
        private String table = "";

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "JSON",
                description = "The row, or @FILE with it.")
        private @Nullable String row;

        @CommandLine.Option(names = "--id-field", paramLabel = "NAME", description = "Of a new table.")
        private @Nullable String idField;

        @CommandLine.Option(
                names = "--id-strategy",
                paramLabel = "NAME",
                description = "Of a new table: uuid (default), prefix, sequential, nanoid, ulid or short.")
        private @Nullable String idStrategy;

        @CommandLine.Option(names = "--id-prefix", paramLabel = "TEXT", description = "Of a new table.")
        private @Nullable String idPrefix;

        @Override
        Shown ask(AdminClient twin) {
            if (row != null) {
                return Shown.json(
                        twin.post(path(table) + "/items", JsonArgument.of(row).toString()));
            }
            ObjectNode made = JsonNodeFactory.instance.objectNode().put("name", table);
            put(made, "idField", idField);
            put(made, "idStrategy", idStrategy);
            put(made, "idPrefix", idPrefix);
            return Shown.line(twin.post("/state/resources", made.toString()), "The table " + table + " is made.");
        }

        private static void put(ObjectNode node, String name, @Nullable String value) {
            if (value != null) {
                node.put(name, value);
            }
        }
    }

    /** {@code stateful reset}. */
    @CommandLine.Command(name = "reset", description = "Put all tables, or one, back to their seeds.")
    static final class Reset extends TwinAsk {
        @CommandLine.Parameters(index = "0", arity = "0..1", paramLabel = "TABLE", description = "Only this one.")
        private @Nullable String table;

        @CommandLine.Option(names = "--forget-log", description = "Forget the request log too (all tables only).")
        private boolean forgetLog;

        @Override
        Shown ask(AdminClient twin) {
            if (table != null) {
                return Shown.line(
                        twin.post("/reset/" + AdminClient.segment(table), null),
                        "The table " + table + " is back to its seeds.");
            }
            JsonNode done = twin.post("/reset" + (forgetLog ? "?keepLog=false" : ""), null);
            return Shown.line(done, done.path("tables").asText() + " table(s) are back to their seeds.");
        }
    }

    /** {@code stateful delete}. */
    @CommandLine.Command(name = "delete", description = "Delete a row, or with no id all rows of a table.")
    static final class Delete extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "TABLE", description = "As 'stateful list' calls it.")
        private String table = "";

        @CommandLine.Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Only this row.")
        private @Nullable String id;

        @Override
        Shown ask(AdminClient twin) {
            if (id == null) {
                return Shown.line(twin.delete(path(table)), "The table " + table + " is empty.");
            }
            twin.delete(path(table) + "/items/" + AdminClient.segment(id));
            return Shown.done("The row " + id + " of " + table + " is deleted.");
        }
    }
}
