package dev.doppel.cli.command;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code doppel init}: a first folder that runs as it is. */
@CommandLine.Command(
        name = "init",
        description = "Write a .dokkimi folder with a first definition that runs as it is.",
        mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
    private static final List<String> FILES =
            List.of("definitions/hello.yaml", "shared/mock-example.yaml", "config.yaml");

    @CommandLine.Parameters(
            arity = "0..1",
            defaultValue = ".",
            paramLabel = "FOLDER",
            description = "The project's root.")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
        Path home = folder.resolve(".dokkimi");
        if (Files.exists(home) || Files.exists(folder.resolve(".doppel"))) {
            throw new CliFailure(
                    ExitCode.USAGE, home + " exists already: add a definition to it, or remove it to begin anew.");
        }
        for (String name : FILES) {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            try (var resource = InitCommand.class.getResourceAsStream("/init/" + name)) {
                if (resource == null) {
                    throw new IllegalStateException("missing resource " + name);
                }
                Files.writeString(file, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            }
            System.out.println("wrote " + file);
        }
        System.out.println();
        System.out.println("Now: doppel run " + folder);
        return 0;
    }
}
