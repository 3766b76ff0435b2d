package dev.doppel.embedded.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server on 127.0.0.1 for the platform's own data or for tests. Superuser {@code postgres} without password: whoever reaches
 * loopback of this network namespace may use it. Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    /** Throw-away data: durability is switched off for speed. */
    public static final List<String> THROW_AWAY =
            List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

    /**
     * What is committed survives the end of the server's processes, whatever ends them, but not that of the machine: commits wait until the
     * system has them, not until the disk has. For data that goes with its machine anyway.
     */
    public static final List<String> SURVIVES_A_KILL = List.of("-c", "fsync=off");

    private final Process process;
    private final int port;

    private PostgresServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts on a data directory and returns when it accepts connections.
     *
     * @param port 0 for a free one
     * @param settings extra arguments such as {@link #THROW_AWAY}
     * @param log where its output goes
     */
    public static PostgresServer start(
            PostgresBinaries binaries, Path dataDirectory, int port, List<String> settings, Path log) {
        try {
            int real = port == 0 ? freePort() : port;
            Files.deleteIfExists(dataDirectory.resolve("postmaster.pid"));
            List<String> command = new ArrayList<>(List.of(
                    binaries.program("postgres").toString(),
                    "-D",
                    dataDirectory.toString(),
                    "-p",
                    Integer.toString(real),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "shared_buffers=32MB",
                    "-c",
                    "max_connections=60"));
            command.addAll(settings);
            Process process = new ProcessBuilder(Unprivileged.command(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            PostgresServer server = new PostgresServer(process, real);
            server.awaitAccepting(Duration.ofSeconds(30), log);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** The client port. */
    public int port() {
        return port;
    }

    /** The server's process; its owner may wait for its end. */
    public Process process() {
        return process;
    }

    /** {@code jdbc:} URL of the database {@code postgres}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private void awaitAccepting(Duration limit, Path log) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("it ended with " + process.exitValue() + "; see " + log);
            }
            if (accepts()) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        close();
        throw new IOException("not ready after " + limit.toSeconds() + " s; see " + log);
    }

    /** Ready when it answers an SSLRequest and a start-up message with an authentication request instead of an error. */
    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 500);
            socket.setSoTimeout(1000);
            byte[] parameters =
                    "user\0postgres\0database\0postgres\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            java.nio.ByteBuffer startup = java.nio.ByteBuffer.allocate(8 + parameters.length);
            startup.putInt(8 + parameters.length).putInt(196608).put(parameters);
            socket.getOutputStream().write(startup.array());
            return socket.getInputStream().read() == 'R';
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Fast shutdown: SIGINT would need the child's pid behind unshare, which execs in place, so SIGTERM then SIGKILL after 3 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(3, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
