package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.cli.prepare.Selected;
import java.nio.file.Path;
import java.util.List;

/** What {@code run --failed} takes from the project's previous run. Reads files of the state folder only: no platform is needed. */
final class PreviousRun {
    private PreviousRun() {}

    /**
     * Names of the selected definitions that did not pass, or were invalid, when the project was run last; none when everything passed.
     *
     * @throws CliFailure when nothing is recorded, or when what did not pass cannot be run now
     */
    static List<String> notPassed(Path runs, Selected selected) {
        List<String> before = RunFolder.latest(runs, selected.name())
                .map(RunFolder::notPassed)
                .orElseThrow(() -> new CliFailure(
                        ExitCode.USAGE,
                        "--failed: no earlier run of " + selected.name()
                                + " is recorded here; run it once without --failed"));
        List<String> names = selected.loaded().definitions().stream()
                .map(one -> one.definition().name())
                .filter(before::contains)
                .toList();
        if (names.isEmpty() && !before.isEmpty()) {
            selected.loaded().problems().forEach(System.err::println);
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--failed: what did not pass in the previous run cannot be run now, it is invalid or not selected: "
                            + String.join(", ", before));
        }
        return names;
    }
}
