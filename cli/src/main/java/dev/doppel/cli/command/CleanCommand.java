package dev.doppel.cli.command;

import dev.doppel.cli.doctor.Leftovers;
import dev.doppel.cli.history.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel clean}. */
@CommandLine.Command(
        name = "clean",
        description = "Remove what dead platforms left behind; with --all also the recorded runs.",
        mixinStandardHelpOptions = true)
public final class CleanCommand implements Callable<Integer> {
    @CommandLine.Option(names = "--all", description = "Delete the recorded runs too.")
    private boolean all;

    @Override
    public Integer call() {
        List<Path> left = Leftovers.find();
        left.forEach(Leftovers::delete);
        System.out.println(left.isEmpty() ? "Nothing was left behind." : "Removed " + left.size() + " folder(s).");
        if (all) {
            List<RunFolder> runs = RunFolder.all(Here.directories().runs(), "");
            runs.forEach(RunFolder::delete);
            System.out.println("Deleted " + runs.size() + " recorded run(s).");
        }
        return 0;
    }
}
