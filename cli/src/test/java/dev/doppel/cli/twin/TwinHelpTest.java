package dev.doppel.cli.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} of every command below {@code doppel twin} says. */
class TwinHelpTest {
    static Stream<String> commands() {
        List<String> paths = new ArrayList<>();
        collect(new CommandLine(new TwinCommand()), "twin", paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, String path, List<String> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, sub) -> collect(sub, path + " " + name, paths));
    }

    private static CommandLine find(String path) {
        CommandLine command = new CommandLine(new TwinCommand());
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
        CommandLine command = new CommandLine(new TwinCommand());
        java.io.StringWriter out = new java.io.StringWriter();
        command.setOut(new java.io.PrintWriter(out));
        assertThat(command.execute(words.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("Usage: ");
    }
}
