package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.prepare.Selected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What to run or check, and the values that override config.env. */
final class TargetOptions {
    @CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = {
                "A definition file, a folder with or inside .dokkimi, or a pattern (glob, /regex/, part of a name or path).",
                "Default: the nearest .dokkimi upwards."
            })
    private @Nullable String target;

    @CommandLine.Option(names = "--env", paramLabel = "KEY=VALUE", description = "Overrides config.env. Repeatable.")
    private List<String> env = new ArrayList<>();

    @CommandLine.Option(
            names = "--env-from-host",
            paramLabel = "KEY",
            description = "Takes the value of KEY from this process' environment. Repeatable.")
    private List<String> envFromHost = new ArrayList<>();

    @CommandLine.Option(names = "--strict", description = "Unknown keys are errors.")
    private boolean strict;

    Selected load() {
        return Selected.load(target, Here.workingDirectory(), environment(), strict);
    }

    boolean strict() {
        return strict;
    }

    Map<String, String> environment() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : envFromHost) {
            String value = System.getenv(key);
            if (value == null) {
                throw new CliFailure(ExitCode.USAGE, "--env-from-host " + key + ": the variable is not set");
            }
            values.put(key, value);
        }
        for (String pair : env) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new CliFailure(ExitCode.USAGE, "--env takes KEY=VALUE, not " + pair);
            }
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }
}
