package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin context}: admin APIs by name. */
@CommandLine.Command(
        name = "context",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Names for admin APIs on other machines, each with its key and workspace. They are kept in the state folder, in a"
                    + " file that its owner alone can read.",
            "A command takes --context NAME, else MOCKD_CONTEXT, else what 'context use' chose. --port, --admin-url and"
                    + " MOCKD_ADMIN_URL are stronger; 'local' means the twins of this machine."
        },
        subcommands = {
            TwinContext.All.class,
            TwinContext.Show.class,
            TwinContext.Add.class,
            TwinContext.Change.class,
            TwinContext.Use.class,
            TwinContext.Remove.class
        })
final class TwinContext {
    /** A command about the file of contexts. */
    @CommandLine.Command(mixinStandardHelpOptions = true)
    abstract static class Kept implements Callable<Integer> {
        @CommandLine.Option(names = "--json", description = "Print JSON.")
        private boolean json;

        abstract Shown about(TwinContexts contexts) throws IOException;

        @Override
        public Integer call() throws IOException {
            return about(TwinContexts.open()).print(json);
        }
    }

    /** {@code context list}. */
    @CommandLine.Command(name = "list", aliases = "ls", description = "List them; * is the one in use.")
    static final class All extends Kept {
        @Override
        Shown about(TwinContexts contexts) {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("current", contexts.current());
            Table table = new Table("", "NAME", "ADMIN URL", "KEY", "WORKSPACE");
            table.row(mark(contexts, TwinContexts.LOCAL), TwinContexts.LOCAL, "the twins of this machine", "-", "-");
            contexts.all().forEach((name, context) -> {
                out.withArray("contexts").add(context.shown(contexts.current().equals(name)));
                table.row(
                        mark(contexts, name),
                        name,
                        String.valueOf(context.adminUrl()),
                        context.key() == null ? "-" : "yes",
                        context.workspace() == null ? "-" : context.workspace());
            });
            out.withArray("contexts");
            return Shown.table(out, table);
        }

        private static String mark(TwinContexts contexts, String name) {
            return contexts.current().equals(name) ? "*" : " ";
        }
    }

    /** {@code context show}. */
    @CommandLine.Command(name = "show", description = "Print one as JSON; of its key only whether there is one.")
    static final class Show extends Kept {
        @CommandLine.Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "NAME",
                description = "Default: the one in use.")
        private @Nullable String name;

        @Override
        Shown about(TwinContexts contexts) {
            TwinContexts.Context found = contexts.find(name);
            return Shown.json(found.shown(contexts.current().equals(found.name())));
        }
    }

    /** What making and changing share. */
    abstract static class Edit extends Kept {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits, . - and _.")
        private String name = "";

        @CommandLine.Option(
                names = "--admin-url",
                paramLabel = "URL",
                description = "Of the admin port, such as http://build-box:4290.")
        private @Nullable String adminUrl;

        @CommandLine.Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "A file with the admin key, such as a copy of admin.key; - reads it from standard input.")
        private @Nullable String keyFile;

        @CommandLine.Option(
                names = "--key",
                paramLabel = "KEY",
                description = "The admin key itself; others on this machine may see it while the command runs.")
        private @Nullable String key;

        @CommandLine.Option(
                names = {"-w", "--workspace"},
                paramLabel = "ID",
                description = "The workspace that commands mean unless they say another.")
        private @Nullable String workspace;

        /** The one of that name that is there already, or null when it must not be. */
        abstract TwinContexts.@Nullable Context before(TwinContexts contexts, String wanted);

        @Override
        Shown about(TwinContexts contexts) throws IOException {
            TwinContexts.Context before = before(contexts, name);
            String url = adminUrl == null && before != null ? before.adminUrl() : adminUrl;
            if (url == null) {
                throw new CliFailure(ExitCode.USAGE, "Say where it is with --admin-url URL.");
            }
            AdminHttp.base(url, "--admin-url");
            String given = key();
            TwinContexts.Context made = new TwinContexts.Context(
                    name,
                    url,
                    given == null && before != null ? before.key() : given,
                    workspace == null && before != null ? before.workspace() : workspace);
            contexts.put(made);
            return Shown.line(
                    made.shown(contexts.current().equals(name)),
                    "The context " + name + " is " + url
                            + (contexts.current().equals(name)
                                    ? "."
                                    : "; 'doppel twin context use " + name + "' chooses it."));
        }

        private @Nullable String key() throws IOException {
            if (keyFile == null) {
                return key;
            }
            if (key != null) {
                throw new CliFailure(ExitCode.USAGE, "--key and --key-file exclude each other.");
            }
            try {
                String text = keyFile.equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(Path.of(keyFile));
                if (text.isBlank()) {
                    throw new CliFailure(ExitCode.USAGE, "There is no key in " + keyFile + ".");
                }
                return text.strip();
            } catch (java.nio.file.NoSuchFileException e) {
                throw new CliFailure(ExitCode.USAGE, "There is no file " + keyFile + ".");
            }
        }
    }

    /** {@code context add}. */
    @CommandLine.Command(name = "add", description = "Make one.")
    static final class Add extends Edit {
        @Override
        TwinContexts.@Nullable Context before(TwinContexts contexts, String wanted) {
            if (contexts.all().containsKey(wanted)) {
                throw new CliFailure(
                        ExitCode.USAGE,
                        "There is a context " + wanted + " already; 'doppel twin context set " + wanted
                                + "' changes it.");
            }
            return null;
        }
    }

    /** {@code context set}. */
    @CommandLine.Command(name = "set", description = "Change one, or make it; what is not given stays.")
    static final class Change extends Edit {
        @Override
        TwinContexts.@Nullable Context before(TwinContexts contexts, String wanted) {
            return contexts.all().get(wanted);
        }
    }

    /** {@code context use}. */
    @CommandLine.Command(name = "use", description = "Choose the one that commands mean unless they say another.")
    static final class Use extends Kept {
        @CommandLine.Parameters(
                index = "0",
                paramLabel = "NAME",
                description = "As 'context list' calls it; 'local' for the twins of this machine.")
        private String name = "";

        @Override
        Shown about(TwinContexts contexts) {
            contexts.use(name);
            TwinContexts.Context now = contexts.find(name);
            return Shown.line(
                    now.shown(true),
                    "Commands speak with " + (now.adminUrl() == null ? "the twins of this machine" : now.adminUrl())
                            + " now.");
        }
    }

    /** {@code context remove}. */
    @CommandLine.Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Forget one, its key with it.")
    static final class Remove extends Kept {
        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "As 'context list' calls it.")
        private String name = "";

        @Override
        Shown about(TwinContexts contexts) {
            contexts.remove(name);
            return Shown.done("The context " + name + " is forgotten.");
        }
    }
}
