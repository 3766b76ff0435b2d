package dev.doppel.local.separate;

import dev.doppel.local.part.Program;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One replica of a service in a JVM of its own: the packaged application, with the settings of this machine.
 *
 * @param kind which
 * @param name such as {@code mock-0}
 * @param port of its REST API on loopback
 * @param home the checkout
 * @param runDirectory its working directory, whose {@code config/application.properties} it reads
 * @param cacheDirectory what can be made again
 * @param log where its output is appended
 */
record ServiceProcess(
        ServiceKind kind, String name, int port, Path home, Path runDirectory, Path cacheDirectory, Path log)
        implements Program {
    private static final int LIMIT_MILLIS = 1_000;

    @Override
    public Process start() throws IOException {
        return new ProcessBuilder(command())
                .directory(runDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + kind.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // five JVMs start at once on few cores: the second compiler would take more than it gives
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Ddoppel.part=" + name,
                "-Ddoppel.home=" + home,
                "-Ddoppel.local.run-dir=" + runDirectory,
                "-Djava.io.tmpdir=" + runDirectory.resolve("tmp"),
                "-Ddoppel.local.cache-dir=" + cacheDirectory,
                "-Ddoppel." + kind.word() + ".replica=" + name,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port));
        if (kind == ServiceKind.MOCK) {
            command.add(
                    "-Ddoppel.mock.spool-dir=" + runDirectory.resolve("spool").resolve(name));
        }
        command.addAll(List.of("-jar", kind.jar(home).toString()));
        return command;
    }

    @Override
    public boolean ready() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/health/ready")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
