package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.contract.codec.MessageCodec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel logs}. */
@CommandLine.Command(
        name = "logs",
        description = "Print what the services of a run wrote to their console.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final Recorded recorded = new Recorded();

    @CommandLine.Parameters(arity = "0..1", paramLabel = "ITEM", description = "Only this item.")
    private @Nullable String item;

    @CommandLine.Option(names = "--definition", paramLabel = "NAME", description = "Only this definition.")
    private @Nullable String definition;

    @Override
    public Integer call() throws Exception {
        RunFolder folder = recorded.folder();
        String dump = folder.read("dump.json")
                .orElseThrow(() -> new CliFailure(
                        ExitCode.USAGE, "The run in " + folder.path() + " ended before it could leave logs."));
        for (JsonNode instance : MessageCodec.json().readTree(dump).path("instances")) {
            String name = instance.path("name").asText();
            if (definition != null && !definition.equals(name)) {
                continue;
            }
            for (JsonNode line : instance.path("consoleLogs")) {
                String service = line.path("service").asText();
                if (item == null || item.equals(service)) {
                    System.out.printf(
                            "%s %s/%s %s%n",
                            line.path("timestamp").asText(),
                            name,
                            service,
                            line.path("message").asText());
                }
            }
        }
        return 0;
    }
}
