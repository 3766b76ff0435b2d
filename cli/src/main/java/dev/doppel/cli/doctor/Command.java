package dev.doppel.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs short commands and keeps what they say. */
final class Command {
    private static final int LIMIT_SECONDS = 10;

    /** Variables that name certificates; a command sees only the one that it is given. */
    private static final Set<String> CERTIFICATES =
            Set.of("CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE");

    /** Where system tools lie that the PATH of an ordinary user need not name; the platform looks there too. */
    private static final String SYSTEM_TOOLS = "/usr/local/sbin:/usr/sbin:/sbin";

    private Command() {}

    /** @param code -1 when it could not be run or did not end */
    record Result(int code, String text) {}

    static Result run(List<String> command) {
        return run(command, Map.of());
    }

    static Result run(List<String> command, Map<String, String> environment) {
        try {
            String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":" + SYSTEM_TOOLS;
            List<String> whole = new ArrayList<>(command);
            whole.set(0, found(command.getFirst(), path));
            ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
            builder.environment().keySet().removeAll(CERTIFICATES);
            builder.environment().put("PATH", path);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread guard = Thread.ofVirtual().start(() -> endAfterLimit(process));
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            guard.interrupt();
            return new Result(code, text);
        } catch (IOException e) {
            return new Result(-1, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "");
        }
    }

    private static String found(String program, String path) {
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(program);
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("no output").strip();
    }

    static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((before, last) -> last)
                .orElse("no output within " + LIMIT_SECONDS + " s")
                .strip();
    }
}
