package dev.doppel.scheduler.process.inside;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs scenarios in a JVM inside network, mount, PID and UTS namespaces, once for all of a class: as root, or as an ordinary user in a user
 * namespace. What the JVM needs is copied to a directory that an ordinary user can read.
 */
public final class Namespaces {
    private static final String REFUSED = "refused";

    private Namespaces() {}

    /** Who starts the platform. */
    public enum As {
        ROOT,
        ORDINARY_USER
    }

    /** One test for each scenario of the class; {@code needed} are classes whose jars the scenarios use. */
    public static Stream<DynamicTest> tests(As as, Class<?> scenarios, Class<?>... needed) throws Exception {
        return some(as, "", scenarios, needed);
    }

    /** Those whose name contains {@code only}. */
    public static Stream<DynamicTest> some(As as, String only, Class<?> scenarios, Class<?>... needed)
            throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (as == As.ROOT && !root) {
            return Stream.of(DynamicTest.dynamicTest(
                    "needs root", () -> org.junit.jupiter.api.Assumptions.abort("this user is not root")));
        }
        Map<String, String> outcomes = run(as, root, only, scenarios, needed);
        String refusal = outcomes.get(REFUSED);
        if (refusal != null) {
            return Stream.of(DynamicTest.dynamicTest(
                    "needs namespaces",
                    () -> org.junit.jupiter.api.Assumptions.abort("this machine allows no namespaces: " + refusal)));
        }
        return outcomes.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    if (one.getValue().startsWith("SKIP ")) {
                        System.out.println("skipped as " + as + ": " + one.getKey() + ": " + one.getValue());
                        org.junit.jupiter.api.Assumptions.abort(one.getValue());
                    }
                    if (!one.getValue().equals("PASS")) {
                        throw new AssertionError("inside as " + as + ":\n" + one.getValue());
                    }
                }));
    }

    private static Map<String, String> run(As as, boolean root, String only, Class<?> scenarios, Class<?>... needed)
            throws Exception {
        Path home = Files.createTempDirectory("doppel-inside");
        try {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path work = Files.createDirectory(home.resolve("work"));
            Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
            String classPath = copyClassPath(home, scenarios, needed);
            Path init = home.resolve("init.sh");
            try (InputStream in =
                    Namespaces.class.getResourceAsStream("/dev/doppel/scheduler/process/inside-init.sh")) {
                Files.copy(in, init);
            }
            List<String> command = new ArrayList<>();
            boolean user = as == As.ORDINARY_USER;
            if (user && root) {
                command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            }
            command.addAll(
                    List.of("unshare", user ? "-Urnmpu" : "-nmpu", "--fork", "--kill-child", "sh", init.toString()));
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-Ddoppel.test.work=" + work,
                    "-Ddoppel.test.host=" + hostAddresses(),
                    "-Ddoppel.test.classes=" + home.resolve("own"),
                    "-cp",
                    classPath,
                    InsideMain.class.getName(),
                    home.resolve("work/results").toString(),
                    scenarios.getName(),
                    System.getProperty("doppel.scenario", only)));
            Path log = home.resolve("log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(100, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String said = Files.readString(log);
            System.out.print(said);
            Map<String, String> outcomes = new LinkedHashMap<>();
            if (Files.exists(home.resolve("work/results"))) {
                for (String line : Files.readAllLines(home.resolve("work/results"))) {
                    String[] parts = line.split("\t");
                    outcomes.put(parts[0], new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
                }
            }
            if (outcomes.isEmpty() && said.contains("unshare failed")) {
                outcomes.put(REFUSED, said);
                return outcomes;
            }
            outcomes.put(
                    "the JVM inside ended",
                    ended && process.exitValue() == 0 ? "PASS" : "ended: " + ended + ", it said:\n" + said);
            return outcomes;
        } finally {
            new ProcessBuilder("rm", "-rf", home.toString()).start().waitFor();
        }
    }

    private static String copyClassPath(Path home, Class<?> scenarios, Class<?>... needed)
            throws IOException, URISyntaxException, InterruptedException {
        Set<Path> sources = new LinkedHashSet<>();
        sources.add(source(scenarios));
        for (Class<?> type : needed) {
            sources.add(source(type));
        }
        String archive =
                Namespaces.class.getResource("/postgres-linux-x86_64.txz").getPath();
        sources.add(Path.of(URI.create(archive.substring(0, archive.indexOf('!')))));
        List<String> copies = new ArrayList<>();
        int number = 0;
        for (Path from : sources) {
            Path to = home.resolve(number++ == 0 ? "own" : number + "-" + from.getFileName());
            if (Files.isDirectory(from)) {
                new ProcessBuilder("cp", "-r", from.toString(), to.toString())
                        .start()
                        .waitFor();
            } else {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
            copies.add(to.toString());
        }
        new ProcessBuilder("chmod", "-R", "a+rX", home.toString()).start().waitFor();
        return String.join(":", copies);
    }

    /** This machine's own addresses, which no item may reach. */
    private static String hostAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(","));
    }

    private static Path source(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
