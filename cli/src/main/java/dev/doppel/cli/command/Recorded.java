package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.cli.history.JunitFilter;
import dev.doppel.cli.history.RunFolder;
import dev.doppel.contract.codec.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What a run left behind, chosen by {@code --run}: works when nothing is up. */
final class Recorded {
    @CommandLine.Option(
            names = "--run",
            paramLabel = "ID",
            description = "Id of the run, or the beginning of it. Default: the latest run.")
    private @Nullable String run;

    RunFolder folder() {
        Path runs = Here.directories().runs();
        String id = run;
        return (id == null ? RunFolder.latest(runs, "") : RunFolder.find(runs, id))
                .orElseThrow(() -> new CliFailure(
                        ExitCode.USAGE,
                        id == null
                                ? "No run has been recorded on this machine yet: 'doppel run' makes one."
                                : "No recorded run has an id that begins with " + id + ": see 'doppel status'."));
    }

    int write(String name, @Nullable String output, boolean failedOnly) throws IOException {
        RunFolder folder = folder();
        String text = folder.read(name)
                .orElseThrow(() -> new CliFailure(
                        ExitCode.USAGE,
                        "The run in " + folder.path() + " ended before it could leave a " + name + "."));
        if (failedOnly) {
            text = name.endsWith(".xml") ? JunitFilter.notPassed(text) : dumpOfNotPassed(text);
        }
        if ("-".equals(output)) {
            System.out.println(text);
            return 0;
        }
        String fileName = failedOnly ? name.replace(".", "_failed.") : name;
        Path file = output == null ? folder.path().resolve(fileName) : Path.of(output);
        Files.writeString(file, text);
        System.out.println(file.toAbsolutePath());
        return 0;
    }

    private static String dumpOfNotPassed(String text) throws IOException {
        ObjectNode dump = (ObjectNode) MessageCodec.json().readTree(text);
        ArrayNode kept = MessageCodec.json().createArrayNode();
        for (JsonNode instance : dump.path("instances")) {
            if (!"PASSED".equals(instance.path("testStatus").asText())) {
                kept.add(instance);
            }
        }
        dump.set("instances", kept);
        return MessageCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(dump);
    }
}
