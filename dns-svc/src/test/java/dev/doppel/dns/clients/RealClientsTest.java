package dev.doppel.dns.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** glibc, musl, Node and the JVM through a real resolv.conf, inside namespaces. */
class RealClientsTest {
    @TempDir
    Path work;

    @Test
    void realClientsGetTheAddressesAndDoNotWait() throws Exception {
        Path script = work.resolve("clients.sh");
        try (InputStream in = getClass().getResourceAsStream("clients.sh")) {
            Files.copy(in, script);
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        Process process = new ProcessBuilder(
                        "unshare",
                        root ? "-nmp" : "-Urnmp",
                        "--fork",
                        "--kill-child",
                        "sh",
                        script.toString(),
                        work.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assumeTrue(!said.contains("unshare failed"), "this machine allows no namespaces: " + said);
        List<String> lines = said.lines().map(String::strip).toList();
        assertThat(lines)
                .contains(
                        "Applied[version=1, closed=false, problem=null]",
                        "glibc order-service 10.1.0.10",
                        "glibc api.stripe.com 10.1.0.2",
                        "glibc no-such.invalid 10.1.0.2",
                        "glibc v6 0",
                        "glibc reverse 10.1.0.10 order-service",
                        "jvm order-service [10.1.0.10]",
                        "jvm api.stripe.com [10.1.0.2]",
                        "jvm reverse order-service");
        if (lines.stream().anyMatch(line -> line.startsWith("node "))) {
            assertThat(lines)
                    .contains(
                            "node lookup [{\"address\":\"10.1.0.10\",\"family\":4}]",
                            "node lookup outside [{\"address\":\"10.1.0.2\",\"family\":4}]",
                            "node resolve4 [\"10.1.0.11\"]",
                            "node resolve6 ENODATA",
                            "node reverse [\"db\"]");
        }
        if (lines.contains("no musl-gcc")) {
            System.err.println("SKIPPED: what musl asks dns-svc: there is no musl-gcc (Debian: musl-tools)");
        } else {
            assertThat(lines)
                    .contains(
                            "musl order-service 4:10.1.0.10",
                            "musl api.stripe.com 4:10.1.0.2",
                            "musl no-such.invalid 4:10.1.0.2",
                            "musl reverse order-service");
        }
        if (lines.stream().anyMatch(line -> line.startsWith("dig "))) {
            assertThat(lines).contains("dig 10.1.0.10 10.1.0.10");
        }
    }
}
