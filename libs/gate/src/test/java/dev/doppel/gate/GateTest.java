package dev.doppel.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate for real: in network and mount namespaces of this machine, as an ordinary user on a read-only root. */
class GateTest {
    private static final List<String> GATE = List.of(
            "name=payments-db=10.99.0.80",
            "name=api.example.com=10.99.0.80",
            "known=10.99.0.80:80=payments",
            "wait=PT0.3S",
            "denied=10.99.0.9:8090");

    private record Result(int code, String output, String terminationLog) {}

    private static Result gate(String limit, String flaws, List<String> arguments) throws Exception {
        Path home = Files.createTempDirectory("doppel-gate");
        try {
            Path classes = Path.of(Gate.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path tests = Path.of(PlatformMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
            copy(classes, home.resolve("classes"));
            try (InputStream script = GateTest.class.getResourceAsStream("pod.sh")) {
                Files.copy(script, home.resolve("pod.sh"));
            }
            boolean root = "root".equals(System.getProperty("user.name"));
            List<String> command = new ArrayList<>(List.of("unshare", root ? "-nm" : "-Urnm"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of("-XX:TieredStopAtLevel=1", "-cp", classes + ":" + tests, PlatformMain.class.getName()));
            command.addAll(List.of(home.toString(), home.resolve("classes").toString(), flaws, "limit=" + limit));
            command.addAll(arguments);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Assumptions.assumeFalse(
                    said.contains("unshare failed") && !said.contains("gate took"),
                    "this machine allows no namespaces");
            System.out.println(flaws + ": " + said.strip());
            Path log = home.resolve("termination-log");
            return new Result(process.exitValue(), said, Files.exists(log) ? Files.readString(log) : "");
        } finally {
            try (var files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        new ProcessBuilder("cp", "-r", from.toString(), to.toString()).start().waitFor();
        new ProcessBuilder("chmod", "-R", "a+rX", to.toString()).start().waitFor();
    }

    @Test
    void itPassesWhenEverythingIsInForce() throws Exception {
        Result result = gate("PT20S", "none", GATE);
        assertThat(result.output()).as("says nothing of its own").doesNotContain("gate:");
        assertThat(result.code()).isZero();
        assertThat(result.terminationLog()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"peer-late", "policy-late"})
    void itWaitsForWhatComesLate(String flaw) throws Exception {
        Result result = gate("PT30S", flaw, GATE);
        assertThat(result.code()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        names      | names: 'payments-db' cannot be resolved: dns-svc does not answer this pod
        node-names | names: 'api.example.com' leads to 10.99.0.1 and not to 10.99.0.80
        outside    | interception: 10.99.0.80:80 does not answer: Connection refused
        peer       | mock-svc does not know the address of this pod, 10.99.1.5
        other-item | interception: 10.99.0.80:80 takes this pod for 'billing', not for 'payments'
        policy     | policy: a connection from 10.99.1.5 to 10.99.0.9:8090 is possible, although NetworkPolicy 'deny' denies it
        """)
    void whatIsNotInForceIsNamedInTheTerminationLog(String flaw, String why) throws Exception {
        Result result = gate("PT2S", flaw, GATE);
        assertThat(result.code()).as(result.output()).isEqualTo(1);
        assertThat(result.terminationLog()).contains(why);
    }

    @Test
    void theSelfTestSeesAnAddressThatIsRewritten() throws Exception {
        List<String> control = List.of("open=10.99.0.1:8090", "mine=10.99.0.1:8090");
        assertThat(gate("PT20S", "none", control).code()).isZero();
        Result rewritten = gate("PT2S", "masquerade", control);
        assertThat(rewritten.terminationLog())
                .contains("addresses: a call from this pod, 10.99.1.5, arrives through a Service as coming from"
                        + " '10.99.0.1'");
    }

    @Test
    void partsBecomeWholeFiles(@TempDir Path directory) throws Exception {
        Path from = Files.createDirectory(directory.resolve("parts"));
        Path to = Files.createDirectory(directory.resolve("joined"));
        Files.writeString(from.resolve("f2.001"), "lo\n");
        Files.writeString(from.resolve("f2.000"), "hel");
        Files.writeString(from.resolve("f3.000"), "one");
        assertThat(Gate.pass(Plan.of(List.of("join=" + from + "=" + to)))).isEmpty();
        assertThat(to.resolve("f2")).hasContent("hello\n");
        assertThat(to.resolve("f3")).hasContent("one");
        assertThat(Files.getPosixFilePermissions(to.resolve("f2")))
                .isEqualTo(PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "denied=10.0.0.1", "limit=soon", "known=10.0.0.1:80", "open=name:80"})
    void anArgumentThatIsNotUnderstoodIsNamed(String argument) {
        assertThatThrownBy(() -> Plan.of(List.of(argument)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + argument + "'");
    }
}
