package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin workspace}: several sets of mocks and tables behind one port. */
@CommandLine.Command(
        name = "workspace",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Several sets of mocks, tables, logs and faults behind one mock port. Every other command takes --workspace ID.",
            "The mock port knows a workspace by its base path, or by the header X-Mockd-Workspace."
        },
        subcommands = {
            TwinWorkspace.All.class,
            TwinWorkspace.Show.class,
            TwinWorkspace.Create.class,
            TwinWorkspace.Update.class,
            TwinWorkspace.Delete.class
        })
final class TwinWorkspace {
    private static String path(String id) {
        return "/workspaces/" + AdminClient.segment(id);
    }

    /** Members that making and changing share. */
    static final class Members {
        @CommandLine.Option(names = "--name", paramLabel = "TEXT", description = "For people. Default: the id.")
        private @Nullable String name;

        @CommandLine.Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        private @Nullable String description;

        @CommandLine.Option(
                names = "--base-path",
                paramLabel = "PATH",
                description = "What stands before the paths of its mocks, such as /team-a.")
        private @Nullable String basePath;

        ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            put(out, "name", name);
            put(out, "description", description);
            put(out, "basePath", basePath);
            return out;
        }

        private static void put(ObjectNode out, String member, @Nullable String value) {
            if (value != null) {
                out.put(member, value);
            }
        }
    }

    /** {@code workspace list}. */
    @CommandLine.Command(name = "list", aliases = "ls", description = "List the workspaces, the default one first.")
    static final class All extends TwinAsk {
        @Override
        Shown ask(AdminClient twin) {
            JsonNode found = twin.get("/workspaces");
            Table table = new Table("ID", "NAME", "BASE PATH", "OPERATIONS", "TABLES");
            found.path("workspaces").forEach(one -> table.row(one, "id", "name", "basePath", "mocks", "tables"));
            return Shown.table(found, table);
        }
    }

    /** {@code workspace show}. */
    @CommandLine.Command(name = "show", description = "Print one as JSON.")
    static final class Show extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'workspace list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.get(path(id)));
        }
    }

    /** {@code workspace create}. */
    @CommandLine.Command(
            name = "create",
            description = "Make one that serves nothing yet; fill it with 'add' or 'import' and --workspace.")
    static final class Create extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "Letters, digits, - and _.")
        private String id = "";

        @CommandLine.Mixin
        private final Members members = new Members();

        @Override
        Shown ask(AdminClient twin) {
            JsonNode made =
                    twin.post("/workspaces", members.json().put("id", id).toString());
            String base = made.path("basePath").asText();
            return Shown.line(
                    made,
                    "The workspace " + id + " is made; it answers "
                            + (base.isEmpty()
                                    ? "requests with X-Mockd-Workspace: " + id + "."
                                    : "below " + base + "."));
        }
    }

    /** {@code workspace update}. */
    @CommandLine.Command(name = "update", description = "Change its name, description or base path.")
    static final class Update extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'workspace list' calls it.")
        private String id = "";

        @CommandLine.Mixin
        private final Members members = new Members();

        @Override
        Shown ask(AdminClient twin) {
            return Shown.json(twin.put(path(id), members.json().toString()));
        }
    }

    /** {@code workspace delete}. */
    @CommandLine.Command(name = "delete", description = "Remove one with all that is in it.")
    static final class Delete extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "ID", description = "As 'workspace list' calls it.")
        private String id = "";

        @Override
        Shown ask(AdminClient twin) {
            twin.delete(path(id));
            return Shown.done("The workspace " + id + " is removed.");
        }
    }
}
