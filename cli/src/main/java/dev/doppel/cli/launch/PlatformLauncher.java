package dev.doppel.cli.launch;

import dev.doppel.cli.CliFailure;
import dev.doppel.cli.ExitCode;
import dev.doppel.embedded.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Starts the platform in namespaces of its own and holds it: process 1 inside reads a pipe from this process, so whatever ends this process
 * ends the platform. Relays a loopback port to its REST API, and its egress outwards. Not thread-safe.
 */
public final class PlatformLauncher implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final int LAST_LINES = 30;
    private static final Set<java.nio.file.attribute.PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path runDirectory;
    private final Process process;
    private final PlatformLog log;
    private final Relay api;
    private final Relay egress;
    private final PlatformAddress address;
    /** Number of the platform's PID namespace, empty until it is known. */
    private String pidNamespace = "";

    private PlatformLauncher(
            Path runDirectory, Process process, PlatformLog log, Relay api, Relay egress, PlatformAddress address) {
        this.runDirectory = runDirectory;
        this.process = process;
        this.log = log;
        this.api = api;
        this.egress = egress;
        this.address = address;
    }

    /**
     * Starts everything and returns as soon as the processes run; {@link #awaitReady} waits for the services.
     *
     * @throws CliFailure when this machine cannot, saying what to do
     */
    public static PlatformLauncher start(Directories directories, PlatformForm form, Set<String> egressAllow) {
        return start(directories, form, egressAllow, false);
    }

    /** Starts a platform that records what AOT caches need; {@link #finishTraining} writes them. */
    public static PlatformLauncher startTraining(Directories directories) {
        return start(directories, PlatformForm.together(), Set.of(), true);
    }

    private static PlatformLauncher start(
            Directories directories, PlatformForm form, Set<String> egressAllow, boolean training) {
        try {
            Path runDirectory = Files.createTempDirectory("doppel-");
            String token = token();
            writeSettings(runDirectory, token);
            // temporary files of killed JVMs go with the rest
            Files.createDirectory(runDirectory.resolve("tmp"));
            Relay egress = EgressGate.open(runDirectory.resolve("egress.sock"), egressAllow);
            PlatformLog log = PlatformLog.create(runDirectory.resolve("platform.log"));
            Process process = new ProcessBuilder(PlatformCommand.words(directories, form, runDirectory, training))
                    .directory(runDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.redirect())
                    .start();
            Relay api = Relay.listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Relay.to(UnixDomainSocketAddress.of(runDirectory.resolve("api.sock"))));
            int port = ((InetSocketAddress) api.address()).getPort();
            PlatformAddress address = new PlatformAddress(
                    URI.create("http://127.0.0.1:" + port),
                    token,
                    ProcessHandle.current().pid());
            return new PlatformLauncher(runDirectory, process, log, api, egress, address);
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "The platform cannot be started: " + e.getMessage()
                            + "\nRun './doppel doctor' to see what is missing.");
        }
    }

    private static void writeSettings(Path runDirectory, String token) throws IOException {
        Path config = Files.createDirectory(runDirectory.resolve("config"));
        Path file = Files.createFile(
                config.resolve("application.properties"), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, "doppel.scheduler.token=" + token + "\ndoppel.results.token=" + token + "\n");
    }

    /** Waits until all services are ready. */
    public void awaitReady(PlatformProbe probe) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw failed("The platform ended while starting (exit code " + process.exitValue() + ").");
            }
            if (pidNamespace.isEmpty()) {
                pidNamespace = ControlGroups.namespaceOfChildren(process.pid());
            }
            if (probe.ready(address)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
        }
        throw failed("The platform was not ready after " + START_LIMIT.toSeconds() + " s.");
    }

    /** Asks a platform whether it is ready; false while it cannot be reached. */
    public interface PlatformProbe {
        boolean ready(PlatformAddress address);
    }

    private CliFailure failed(String what) {
        String said = log.lastLines(LAST_LINES);
        close();
        String hint = said.contains("Operation not permitted") || said.contains("unshare failed")
                ? "\nThis machine does not let you make namespaces: run as root, or allow unprivileged user namespaces"
                        + " (sysctl kernel.unprivileged_userns_clone=1, or the AppArmor restriction on them)."
                : "\nRun './doppel doctor' to see what is missing.";
        return new CliFailure(ExitCode.ENVIRONMENT, what + hint + (said.isBlank() ? "" : "\nLast lines:\n" + said));
    }

    /** Where its REST API is reached. */
    public PlatformAddress address() {
        return address;
    }

    /** Its folder, with logs; gone with it. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** The process that holds the namespaces. */
    public Process process() {
        return process;
    }

    /** Ends a training platform in an orderly way: its JVMs write their caches as they exit. */
    public void finishTraining(Duration limit) throws IOException, InterruptedException {
        process.getOutputStream().write("stop\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the platform and everything in it; returns when nothing is left. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
            }
            api.close();
            egress.close();
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // sockets of a dead platform
        }
        ControlGroups.remove(pidNamespace);
        deleteAll(runDirectory);
    }

    private static void deleteAll(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException e) {
            // process 1 deletes it too
        }
    }

    private static String token() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
