package dev.doppel.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of this machine. Blocks. */
public final class Programs {
    private Programs() {}

    /**
     * Runs one to its end.
     *
     * @throws IOException with what it said, when it fails
     */
    public static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = read(process);
        int code = await(process);
        if (code != 0) {
            throw new IOException(command.getFirst() + " ended with " + code + ": " + said);
        }
    }

    /** Its standard output, whatever it ends with. */
    static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = read(process);
        await(process);
        return said;
    }

    private static String read(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
