package dev.doppel.cli.twin;

import dev.doppel.cli.doctor.Leftovers;
import dev.doppel.cli.launch.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code doppel twin train-start}: records an AOT cache for the twin's process; the start script calls it once a build. */
@CommandLine.Command(
        name = "train-start",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Record what makes later starts faster.")
final class TwinTrain implements Callable<Integer> {
    private static final long LIMIT_SECONDS = 120;

    @Override
    public Integer call() throws Exception {
        Directories directories = TwinTarget.directories();
        Files.createDirectories(directories.aotCaches());
        Files.deleteIfExists(directories.aotCaches().resolve(TwinProcess.AOT));
        Path work = Files.createTempDirectory("doppel-train");
        try {
            return record(directories, work);
        } finally {
            Leftovers.delete(work);
        }
    }

    private static int record(Directories directories, Path work) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "--config=" + directories.home().resolve("examples/twins/stripe/mockd.yaml"),
                "--records=" + work,
                "--port=0",
                "--admin-port=0",
                "--auth=false",
                "--rehearse=true");
        Process process = new ProcessBuilder(new TwinProcess(directories).command(arguments, null, true))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return 3;
        }
        return process.exitValue();
    }
}
