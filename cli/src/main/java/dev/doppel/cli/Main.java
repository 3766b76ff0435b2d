package dev.doppel.cli;

import dev.doppel.cli.command.AttachCommand;
import dev.doppel.cli.command.CancelCommand;
import dev.doppel.cli.command.CleanCommand;
import dev.doppel.cli.command.DoctorCommand;
import dev.doppel.cli.command.DownCommand;
import dev.doppel.cli.command.DumpCommand;
import dev.doppel.cli.command.InitCommand;
import dev.doppel.cli.command.JunitCommand;
import dev.doppel.cli.command.LogsCommand;
import dev.doppel.cli.command.RunCommand;
import dev.doppel.cli.command.ScaleCommand;
import dev.doppel.cli.command.StatusCommand;
import dev.doppel.cli.command.TrainCommand;
import dev.doppel.cli.command.UpCommand;
import dev.doppel.cli.command.ValidateCommand;
import dev.doppel.cli.command.VersionCommand;
import dev.doppel.cli.twin.TwinCommand;
import picocli.CommandLine;

/** Entry point of {@code doppel}. */
@CommandLine.Command(
        name = "doppel",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Tests systems of many services, each test in an environment of its own,",
            "with every call to the outside caught at the network.",
            ""
        },
        footer = {
            "",
            "First steps:",
            "  doppel run examples/ecommerce      run the example shop's definitions",
            "  doppel init                        write a first .dokkimi folder here",
            "  doppel doctor                      check this machine",
            "  doppel twin start -c mockd.yaml    stand up a stateful twin of an API",
            "",
            "Exit codes: 0 passed, 1 tests failed, 2 usage or definition error,",
            "            3 environment error, 4 inconclusive, 124 time-out, 130 cancelled"
        },
        subcommands = {
            RunCommand.class,
            AttachCommand.class,
            CancelCommand.class,
            ValidateCommand.class,
            InitCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ScaleCommand.class,
            DoctorCommand.class,
            DumpCommand.class,
            JunitCommand.class,
            LogsCommand.class,
            CleanCommand.class,
            VersionCommand.class,
            TrainCommand.class,
            TwinCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    private Main() {}

    /** See class comment. */
    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof CliFailure known) {
                if (!String.valueOf(known.getMessage()).isEmpty()) {
                    line.getErr().println(known.getMessage());
                }
                return known.exitCode().code();
            }
            line.getErr().println("This is a fault of doppel itself, please report it:");
            failure.printStackTrace(line.getErr());
            return ExitCode.ENVIRONMENT.code();
        });
        System.exit(command.execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Which command?");
    }
}
