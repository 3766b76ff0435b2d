package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin templates}, {@code init} and {@code new}: configurations to begin with. */
@CommandLine.Command(
        name = "templates",
        aliases = "template",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        description = "List configurations to begin with. 'doppel twin init' and 'new' write them into folders.",
        subcommands = {TwinTemplates.All.class, TwinTemplates.Show.class, TwinTemplates.Apply.class})
final class TwinTemplates implements Callable<Integer> {
    /** Without a verb, as {@code templates list}. */
    @Override
    public Integer call() {
        return new All().call();
    }

    /** {@code templates list}. */
    @CommandLine.Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "List them.")
    static final class All implements Callable<Integer> {
        @CommandLine.Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            Table table = new Table("NAME", "SHOWS");
            Starters.ALL.forEach((name, shows) -> {
                out.addObject().put("name", name).put("description", shows);
                table.row(name, shows);
            });
            return Shown.table(out, table).print(json);
        }
    }

    /** {@code templates show}. */
    @CommandLine.Command(name = "show", mixinStandardHelpOptions = true, description = "Print one, as a mockd.yaml.")
    static final class Show implements Callable<Integer> {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'templates list' calls it.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            String text = Starters.text(name);
            return new Shown(JsonNodeFactory.instance.textNode(text), text.stripTrailing(), ExitCode.PASSED)
                    .print(false);
        }
    }

    /** {@code templates apply}. */
    @CommandLine.Command(name = "apply", description = "Add what one describes to a running twin.")
    static final class Apply extends TwinAsk {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'templates list' calls it.")
        private String name = "";

        @CommandLine.Option(
                names = "--as",
                paramLabel = "NAME",
                description = "Goes before every mock's name, with a dot.")
        private @Nullable String as;

        @Override
        Shown ask(AdminClient twin) throws IOException {
            JsonNode done = twin.send(
                            "POST",
                            "/import?format=mockd&name=" + AdminClient.segment(name + ".yaml")
                                    + (as == null ? "" : "&as=" + AdminClient.segment(as)),
                            Starters.text(name).getBytes(StandardCharsets.UTF_8))
                    .json();
            Shown.warn(done.path("warnings"));
            return Shown.line(
                    done,
                    done.path("added").asText() + " mock(s) added from the template " + name + "; "
                            + done.path("mocks").asText() + " are served now.");
        }
    }

    /** {@code twin init}. */
    @CommandLine.Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Write a first mockd.yaml, with comments, that 'doppel twin start' serves as it is.")
    static final class Init implements Callable<Integer> {
        @CommandLine.Parameters(
                arity = "0..1",
                defaultValue = ".",
                paramLabel = "FOLDER",
                description = "Where. Default: here.")
        private Path folder = Path.of(".");

        @CommandLine.Option(
                names = {"-t", "--template"},
                defaultValue = "crud",
                paramLabel = "NAME",
                description = "As 'templates list' calls it. Default: crud.")
        private String template = "crud";

        @Override
        public Integer call() throws IOException {
            return wrote(Starters.write(template, folder));
        }
    }

    /** {@code twin new}. */
    @CommandLine.Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Make a folder with a mockd.yaml from a template.")
    static final class New implements Callable<Integer> {
        @CommandLine.Parameters(index = "0", paramLabel = "TEMPLATE", description = "As 'templates list' calls it.")
        private String template = "";

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FOLDER",
                description = "Default: the template's name.")
        private @Nullable Path folder;

        @Override
        public Integer call() throws IOException {
            return wrote(Starters.write(template, folder == null ? Path.of(template) : folder));
        }
    }

    private static int wrote(Path file) {
        System.out.println("wrote " + file);
        System.out.println();
        System.out.println("Now: doppel twin start -c " + file + " -d");
        return 0;
    }
}
