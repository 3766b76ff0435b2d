package dev.doppel.cli.command;

import dev.doppel.cli.ExitCode;
import dev.doppel.cli.prepare.Selected;
import dev.doppel.definition.problem.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel validate}. */
@CommandLine.Command(
        name = "validate",
        description = "Check definitions without running them; every finding with file, line and column.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final TargetOptions target = new TargetOptions();

    @Override
    public Integer call() {
        Selected selected = target.load();
        selected.loaded().problems().forEach(System.out::println);
        long errors =
                selected.loaded().problems().stream().filter(Problem::isError).count();
        long warnings = selected.loaded().problems().size() - errors;
        System.out.printf(
                "%d definition(s) valid, %d invalid; %d error(s), %d warning(s)%n",
                selected.loaded().definitions().size(),
                selected.loaded().invalid().size(),
                errors,
                warnings);
        return errors > 0 ? ExitCode.USAGE.code() : 0;
    }
}
