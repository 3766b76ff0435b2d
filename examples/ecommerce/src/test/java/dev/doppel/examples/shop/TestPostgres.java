package dev.doppel.examples.shop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A real Postgres in a temporary folder. {@link #copy} gives each test a database of its own with the shop's tables and seed. */
final class TestPostgres implements AutoCloseable {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path folder;
    private final Process server;
    private final int port;
    private final AtomicInteger copies = new AtomicInteger();

    TestPostgres(List<Path> init) throws IOException, InterruptedException, SQLException {
        folder = Files.createTempDirectory("example-shop-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpack(folder);
        Path data = Files.createDirectory(folder.resolve("data"));
        if (root()) {
            run(List.of("chown", "nobody", data.toString()));
        }
        run(asOwner("initdb", "-D", data.toString(), "-U", "dokkimi", "-A", "trust", "-E", "UTF8", "--no-sync"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = start(
                asOwner("postgres", "-D", data.toString(), "-p", Integer.toString(port), "-k", "", "-c", "fsync=off"));
        awaitAnswer();
        execute("postgres", "CREATE DATABASE template_shop");
        for (Path file : init) {
            execute("template_shop", Files.readString(file));
        }
    }

    /** A new database, as the address that the shop takes. */
    String copy() throws SQLException {
        String name = "shop" + copies.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " TEMPLATE template_shop");
        return "postgresql://dokkimi:dokkimi@127.0.0.1:" + port + "/" + name;
    }

    static Connection open(String address) throws SQLException {
        return DriverManager.getConnection("jdbc:" + address.replace("dokkimi:dokkimi@", ""), "dokkimi", "dokkimi");
    }

    @Override
    public void close() throws IOException {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = open("postgresql://127.0.0.1:" + port + "/" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitAnswer() throws InterruptedException, SQLException {
        for (long end = System.nanoTime() + 20_000_000_000L; ; ) {
            try {
                open("postgresql://127.0.0.1:" + port + "/postgres").close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end || server.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private List<String> asOwner(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            // Postgres refuses to run as root.
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        if (start(command).waitFor() != 0) {
            throw new IOException(command + " failed: " + Files.readString(folder.resolve("log")));
        }
    }

    private static void unpack(Path folder) throws IOException {
        InputStream archive = Objects.requireNonNull(TestPostgres.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }
}
