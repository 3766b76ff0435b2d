package dev.doppel.cli.twin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code doppel twin engine}: a twin for a program that starts it, not for a person. */
@CommandLine.Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = {
            "Serve a twin for a test or a script: in the foreground, on a free port, without an admin port.",
            "With --print-url the first line of standard output is its URL, printed when it is ready: read that line, use it, and"
                    + " end the process when done. However it ends, the twin ends with it, and nothing is kept."
        },
        footer = {"", "Example: doppel twin engine -c mockd.yaml --print-url"})
final class TwinHeadless implements Callable<Integer> {
    @CommandLine.Mixin
    private final ServeOptions serve = new ServeOptions();

    @CommandLine.Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Mock port. Default: 0, any free one.")
    private int port;

    @CommandLine.Option(
            names = {"-a", "--admin-port"},
            paramLabel = "PORT",
            description =
                    "An admin port too, without a key, 0 for any free one; then other commands find the twin. Default: none.")
    private @Nullable Integer adminPort;

    @CommandLine.Option(
            names = "--print-url",
            description = "The first line of standard output is the mock port's URL; warnings go to standard error.")
    private boolean printUrl;

    @Override
    public Integer call() throws Exception {
        Path records = Files.createDirectories(TwinTarget.records());
        List<String> arguments = serve.arguments(records);
        arguments.add("--port=" + port);
        ServeOptions.add(arguments, "admin-port", adminPort);
        arguments.add("--admin=" + (adminPort != null));
        arguments.add("--auth=false");
        arguments.add("--persist=false");
        arguments.add("--print-url=" + printUrl);
        arguments.add("--with-parent=true");
        return new TwinProcess(TwinTarget.directories()).foreground(arguments, serve.heap());
    }
}
