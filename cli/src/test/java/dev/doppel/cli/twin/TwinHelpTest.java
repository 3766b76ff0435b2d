package dev.doppel.cli.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code --help} of every command below {@code doppel twin} says. */
class TwinHelpTest {
    /** Made once: it is large. */
    private static final CommandLine TWIN = new CommandLine(new TwinCommand());

    static Stream<String> commands() {
        List<String> paths = new ArrayList<>();
        collect(TWIN, "twin", paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, String path, List<String> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, sub) -> collect(sub, path + " " + name, paths));
    }

    private static CommandLine find(String path) {
        CommandLine command = TWIN;
        for (String name : path.split(" ")) {
            command = name.equals("twin") ? command : command.getSubcommands().get(name);
        }
        return command;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItAndEachOptionIsFor(String path) {
        CommandLine command = find(path);
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        assertThat(String.join("", spec.usageMessage().description())).isNotBlank();
        assertThat(spec.args())
                .allSatisfy(arg -> assertThat(String.join("", arg.description()))
                        .as(arg.paramLabel())
                        .isNotBlank());
        assertThat(command.getUsageMessage()).contains("-h, --help").contains("Usage: ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noCommandNeedsMoreThanHelpToPrintIt(String path) {
        List<String> words = new ArrayList<>(List.of(path.split(" ")));
        words.removeFirst();
        words.add("--help");
        java.io.StringWriter out = new java.io.StringWriter();
        TWIN.setOut(new java.io.PrintWriter(out));
        assertThat(TWIN.execute(words.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("Usage: ");
    }

    /** Twin spec 9, the table of verbs: each with its options. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "start -c -p -a -d --no-auth --data-dir --no-persist --load --watch --https-port --tls-cert --tls-key"
                        + " --chaos-profile --validate-spec --max-log-entries --pid-file --workspace",
                "serve -c",
                "stop",
                "status --json",
                "ps --json",
                "health --json",
                "ports --json",
                "doctor --json",
                "logs --requests --unmatched --json",
                "list -c -t -w --json --admin-url --workspace",
                "add",
                "get",
                "update",
                "delete",
                "http add",
                "http get",
                "http update",
                "http delete",
                "http list",
                "import",
                "export",
                "convert --json",
                "validate -c",
                "init",
                "new",
                "templates list",
                "templates show",
                "templates apply",
                "stateful add",
                "stateful list",
                "stateful items",
                "stateful reset",
                "stateful delete",
                "stateful custom add",
                "stateful custom list",
                "stateful custom get",
                "stateful custom validate",
                "stateful custom run",
                "stateful custom delete",
                "chaos enable",
                "chaos disable",
                "chaos status",
                "chaos profiles",
                "chaos apply",
                "chaos faults",
                "chaos circuit-breaker",
                "verify status",
                "verify check --exactly --at-least --at-most --never",
                "verify invocations",
                "verify reset",
                "workspace list",
                "context list --json",
                "context show",
                "context add",
                "context set",
                "context use",
                "context remove",
                "proxy start",
                "recordings list",
                "record",
                "engine -c --port --print-url"
            })
    void everyVerbOfTheSpecificationsTableIsThere(String line) {
        CommandLine command = TWIN;
        for (String word : line.split(" ")) {
            if (word.startsWith("-")) {
                CommandLine.Model.CommandSpec spec = command.getCommandSpec();
                assertThat(spec.optionsMap().containsKey(word)
                                || spec.negatedOptionsMap().containsKey(word))
                        .as(word + " of " + line)
                        .isTrue();
            } else {
                command = command.getSubcommands().get(word);
                assertThat(command).as(line).isNotNull();
            }
        }
    }
}
