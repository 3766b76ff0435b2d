package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A background twin that {@code ./doppel twin start -d} started in a folder of its own, on free ports. The owner closes.
 *
 * @param doppel the command
 * @param folder working directory of commands
 */
record Twin(Doppel doppel, Path folder, int port, int admin) implements AutoCloseable {
    private static final Path SHARED = Path.of(System.getenv().getOrDefault("DOPPEL_SHARED", "../../shared"));

    /** Whether this machine has the vendors' documents. */
    static boolean hasVendorDocuments() {
        return Files.exists(vendor("stripe"));
    }

    static Path vendor(String name) {
        return SHARED.resolve("specs/" + name + ".openapi.json").toAbsolutePath();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a configuration; the test fails when that does. */
    static Twin start(Path folder, String config, String... options) throws IOException {
        Files.writeString(folder.resolve("mockd.yaml"), config);
        Twin twin = new Twin(Doppel.fresh(), folder, freePort(), freePort());
        List<String> arguments = new ArrayList<>(List.of(
                "twin",
                "start",
                "-c",
                folder.resolve("mockd.yaml").toString(),
                "-d",
                "--port",
                Integer.toString(twin.port),
                "--admin-port",
                Integer.toString(twin.admin)));
        arguments.addAll(List.of(options));
        Doppel.Ended started = twin.doppel.run(arguments.toArray(String[]::new));
        assertThat(started.exitCode()).as(started.text()).isZero();
        return twin;
    }

    /** {@code ./doppel twin ...}. */
    Doppel.Ended command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("twin"));
        all.addAll(List.of(arguments));
        return doppel.run(all.toArray(String[]::new));
    }

    /** A shell line in the folder, as somebody would type it there; {@code $PORT} is the mock port. Returns what it printed. */
    String shell(String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).directory(folder.toFile());
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("DOPPEL_STATE", doppel.state().toString());
        builder.environment().remove("HTTP_PROXY");
        builder.environment().remove("http_proxy");
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + "\n" + text).isZero();
        return text;
    }

    @Override
    public void close() {
        doppel.run("twin", "stop", "--all");
    }
}
