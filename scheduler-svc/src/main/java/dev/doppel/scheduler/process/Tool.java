package dev.doppel.scheduler.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a short-lived system tool in a clean environment and says what it said when it fails. */
final class Tool {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Tool() {}

    /**
     * @param code exit code
     * @param output both streams, trimmed
     */
    record Outcome(int code, String output) {}

    /** Runs to the end, whatever the code. */
    static Outcome attempt(List<String> command, String input) throws IOException {
        ProcessBuilder builder = builder(command).redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "cannot run " + command.getFirst()
                            + ": it comes with iproute2 (ip), util-linux or coreutils; is that installed? ("
                            + e.getMessage() + ")",
                    e);
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedEarly) {
            // its exit code and words say why
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Outcome(process.waitFor(), said);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.getFirst(), e);
        }
    }

    /**
     * Runs to the end.
     *
     * @throws IOException with what the tool said when it ends with another code than 0
     */
    static void run(List<String> command, String input) throws IOException {
        Outcome outcome = attempt(command, input);
        if (outcome.code() != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + outcome.code() + ": " + outcome.output());
        }
    }

    /**
     * A command in a clean environment: nothing of the platform's reaches a tool or an item. Its program is looked for where systems keep
     * such tools, not on this process's PATH, which for ordinary users may lack the directories of {@code ip}.
     */
    static ProcessBuilder builder(List<String> command) {
        List<String> words = new ArrayList<>(command);
        for (String directory : PATH.split(":")) {
            Path program = Path.of(directory, command.getFirst());
            if (Files.isExecutable(program)) {
                words.set(0, program.toString());
                break;
            }
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        return builder;
    }
}
