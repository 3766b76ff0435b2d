package dev.doppel.cli.twin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin record}. */
@CommandLine.Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Record a real API: a proxy on this machine forwards every call to the target and keeps it without its secrets.",
            "Ctrl-C ends it; then mocks.yaml, twin.yaml (a sketch with tables) and items.yaml (MOCK items) lie beside the recordings."
        })
final class TwinTape implements Callable<Integer> {
    private static final String MAIN = "dev.doppel.mock.recording.RecordMain";

    @CommandLine.Option(
            names = {"-t", "--target"},
            required = true,
            paramLabel = "URL",
            description = "The API to record, such as https://api.example.com.")
    private String target = "";

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Where to send the calls, 0 for any free port. Default: 8888.")
    private int port = 8888;

    @CommandLine.Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder of the recordings, a new one in it for each session. Default: recordings.")
    private String out = "recordings";

    @CommandLine.Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "Authorities (PEM) to trust beside the public ones, for a target with a certificate of its own.")
    private @Nullable Path caFile;

    @CommandLine.Option(
            names = "--secret-word",
            paramLabel = "WORD",
            description = "A header, parameter or field whose name contains it holds a secret. May be repeated.")
    private List<String> words = List.of();

    @CommandLine.Option(
            names = "--secret-pattern",
            paramLabel = "REGEX",
            description = "Text of this form is a secret (RE2). May be repeated.")
    private List<String> patterns = List.of();

    @CommandLine.Option(
            names = "--secret-env",
            paramLabel = "NAME",
            description = "The value of this environment variable is a secret wherever it stands. May be repeated.")
    private List<String> variables = List.of();

    @CommandLine.Option(names = "--heap", paramLabel = "SIZE", description = "Largest Java heap. Default: 512m.")
    private @Nullable String heap;

    @Override
    public Integer call() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--target=" + target, "--port=" + port, "--out=" + out));
        if (caFile != null) {
            arguments.add("--ca-file=" + caFile);
        }
        words.forEach(w -> arguments.add("--word=" + w));
        patterns.forEach(p -> arguments.add("--pattern=" + p));
        variables.forEach(v -> arguments.add("--secret-env=" + v));
        return new TwinProcess(TwinTarget.directories()).foreground(MAIN, arguments, heap);
    }
}
