package dev.doppel.cli.command;

import dev.doppel.cli.ExitCode;
import dev.doppel.cli.doctor.Check;
import dev.doppel.cli.doctor.Doctor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel doctor}. */
@CommandLine.Command(
        name = "doctor",
        description = "Check this machine: JDK, namespaces, ip, disk, leftovers, and trust in each runtime found.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        List<Check> checks = new Doctor(Here.directories()).all();
        for (Check check : checks) {
            String sign = switch (check.state()) {
                case FINE -> "✓";
                case LIMITED -> "!";
                case MISSING -> "✗";
            };
            System.out.printf("%s %-14s %s%n", sign, check.name(), check.detail());
            if (!check.advice().isEmpty()) {
                System.out.println("                 → " + check.advice());
            }
        }
        boolean missing = checks.stream().anyMatch(check -> check.state() == Check.State.MISSING);
        System.out.println(
                missing ? "Runs are not possible here until the above is mended." : "All is ready for runs.");
        return missing ? ExitCode.ENVIRONMENT.code() : 0;
    }
}
