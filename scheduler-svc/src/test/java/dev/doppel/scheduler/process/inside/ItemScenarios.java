package dev.doppel.scheduler.process.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.Scenario;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.environment.ItemPlan.LocalCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** What an item sees of this machine, and what is seen of it. */
public final class ItemScenarios implements AutoCloseable {
    private final Rig rig = new Rig();

    public ItemScenarios() throws Exception {}

    @Override
    public void close() {
        rig.close();
    }

    @Scenario
    void D087_commandAndEntrypointReplaceTheImages() throws Exception {
        rig.file("service/run.sh", "#!/bin/sh\necho mapped \"$@\" in $(pwd)\n");
        LocalCommand mapped = new LocalCommand(List.of("./run.sh", "one"), "service", Map.of());
        assertThat(rig.run(image("mapped", null, null, mapped)))
                .containsExactly("mapped one in /doppel/project/service");
        assertThat(rig.run(image("commanded", null, List.of("echo", "by", "command"), mapped)))
                .containsExactly("by command");
        assertThat(rig.run(image("entered", List.of("echo", "by", "entrypoint"), null, mapped)))
                .containsExactly("by entrypoint");
        assertThat(rig.run(image("both", List.of("echo"), List.of("both of", "them"), mapped)))
                .containsExactly("both of them");
    }

    @Scenario
    void D087_mountedFilesAreReadOnly() throws Exception {
        Map<String, byte[]> mounts = Map.of(
                "/app/config/app.json", bytes("{}"),
                "/etc/doppel-test.conf", bytes("etc"),
                "/usr/share/doppel-test/a b.txt", bytes("usr"),
                "/lib/doppel-test.txt", bytes("lib"),
                "/var/lib/x.txt", bytes("var"),
                "/bin/hello", bytes("#!/bin/sh\necho hello from bin\n"));
        String script =
                "cat /app/config/app.json /etc/doppel-test.conf '/usr/share/doppel-test/a b.txt' /usr/lib/doppel-test.txt"
                        + " /var/lib/x.txt; echo; hello; ls /usr/share | wc -l;"
                        + " (echo x >/app/config/app.json) 2>&1; (echo x >/etc/doppel-test.conf) 2>&1; (echo x >/var/lib/x.txt) 2>&1";
        List<String> lines = rig.run(Rig.program("mounts", List.of("bash", "-c", script), Map.of(), mounts));
        assertThat(lines.getFirst()).isEqualTo("{}etcusrlibvar");
        assertThat(lines.get(1)).isEqualTo("hello from bin");
        assertThat(Integer.parseInt(lines.get(2).strip()))
                .as("the rest of /usr/share")
                .isGreaterThan(3);
        assertThat(lines.subList(3, 6))
                .allMatch(line -> line.contains("Read-only") || line.contains("Permission denied"));
        assertThatThrownBy(() -> rig.run(Rig.program("bad", List.of("true"), Map.of(), Map.of("/app/../x", bytes("")))))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("'/app/../x'");
    }

    @Scenario
    void D088_userEnvironmentBeatsInjectedVariables() throws Exception {
        Map<String, String> users = Map.of(
                "HOSTNAME",
                "mine",
                "SSL_CERT_FILE",
                "/mine",
                "JAVA_TOOL_OPTIONS",
                "-Dmine=1",
                "SPACED",
                "a b\nc",
                "PORT",
                "1");
        List<String> lines = rig.run(Rig.program("env", List.of("env"), users, Map.of()));
        assertThat(lines)
                .contains("HOSTNAME=mine", "SSL_CERT_FILE=/mine", "SPACED=a b", "c", "PORT=1")
                .contains("JAVA_TOOL_OPTIONS=-Dmine=1 -Djavax.net.ssl.trustStore=/ca-bundle/truststore.p12"
                        + " -Djavax.net.ssl.trustStorePassword=changeit");
    }

    @Scenario
    void trustIsInPlaceForEveryRuntimeAndTheEnvironmentIsClean() throws Exception {
        String script = "cat $NODE_EXTRA_CA_CERTS $SSL_CERT_FILE /ca-bundle/truststore.p12; ls /doppel/trust; env";
        List<String> lines = rig.run(Rig.script("trust", script));
        assertThat(lines.subList(0, 6))
                .containsExactly(
                        "content of ca.pem",
                        "content of ca-bundle.pem",
                        "content of truststore.p12",
                        "ca-bundle.pem",
                        "ca.pem",
                        "truststore.p12");
        assertThat(lines.subList(6, lines.size()).stream().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder(
                        "PATH",
                        "HOME",
                        "JAVA_HOME",
                        "LANG",
                        "HOSTNAME",
                        "NODE_EXTRA_CA_CERTS",
                        "SSL_CERT_FILE",
                        "SSL_CERT_DIR",
                        "REQUESTS_CA_BUNDLE",
                        "CURL_CA_BUNDLE",
                        "AWS_CA_BUNDLE",
                        "GIT_SSL_CAINFO",
                        "DENO_CERT",
                        "PIP_CERT",
                        "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
                        "JAVA_TOOL_OPTIONS",
                        "PWD");
        assertThat(lines).contains("HOSTNAME=0.0.0.0", "CURL_CA_BUNDLE=/ca-bundle/ca-bundle.crt");
    }

    @Scenario
    void seesItsProjectAndNothingOfThePlatform() throws Exception {
        rig.file("data.txt", "project data\n");
        String script = "cat data.txt; ls -a / | tr '\\n' ' '; echo; ls /tmp; ls -A /run/netns /home /root 2>/dev/null;"
                + " touch data.txt 2>/dev/null || echo project-is-read-only; touch /tmp/x && echo own-tmp;"
                + " ls -d '" + rig.state + "' " + rig.trust + " 2>/dev/null; ls /proc | grep -c '^[0-9]';"
                + " cat /proc/self/status | grep -E '^(CapEff|CapBnd|NoNewPrivs)'; hostname; id -u; cat /proc/1/cmdline | tr '\\0' ' '";
        List<String> lines = rig.run(Rig.script("looker", script));
        assertThat(lines.get(0)).isEqualTo("project data");
        assertThat(lines.get(1)).doesNotContain("root ").doesNotContain("work").doesNotContain("home");
        assertThat(lines.get(2)).as("/tmp").isEqualTo("home");
        assertThat(lines.subList(3, 5)).containsExactly("project-is-read-only", "own-tmp");
        assertThat(Integer.parseInt(lines.get(5))).as("processes").isLessThan(8);
        assertThat(lines.get(6)).endsWith("0000000000000000");
        assertThat(lines.get(8)).isEqualTo("NoNewPrivs:\t1");
        assertThat(lines.get(9)).isEqualTo("looker");
        assertThat(Integer.parseInt(lines.get(10))).isNotZero();
    }

    @Scenario
    void namesAndNetworkAreTheEnvironmentsOnly() throws Exception {
        String script =
                "cat /etc/resolv.conf /etc/hosts; cat /proc/net/route | tail -n +2 | cut -f1,2,3,8; cat /proc/net/if_inet6; id -un; getent hosts namer";
        List<String> lines = rig.run(Rig.script("namer", script));
        assertThat(lines.subList(0, 3))
                .allMatch(line -> line.matches("nameserver 10\\.200\\.\\d+\\.1|search \\.|options ndots:0"));
        assertThat(lines.subList(3, 5))
                .satisfiesExactly(
                        local -> assertThat(local).isEqualTo("127.0.0.1 localhost"),
                        own -> assertThat(own).matches("10\\.200\\.\\d+\\.128 namer"));
        List<String> rest = lines.subList(5, lines.size());
        assertThat(rest.getFirst()).as("the one route, /25").matches("eth0\t00..C80A\t00000000\t80FFFFFF");
        assertThat(rest.get(1)).as("no IPv6, so next is the user").isEqualTo("item");
        assertThat(rest.getLast()).matches("10\\.200\\.\\d+\\.128 +namer");
    }

    @Scenario
    void theEndOfAnItemIsReportedWithCodeReasonAndLastLines() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "ends",
                Rig.script("seven", "echo before; echo wrong >&2; exit 7"),
                Rig.script("killed", "echo about to die; kill -9 $$"),
                Rig.script("zero", "for i in $(seq 1 60); do echo line $i; done"));
        rig.create(plan);
        for (ItemPlan item : plan.items()) {
            rig.start(plan, item.name());
        }
        Observed.Event seven = end("seven");
        assertThat(seven.code()).isEqualTo(7);
        assertThat(seven.text()).isEqualTo("null");
        assertThat(seven.lines()).containsExactlyInAnyOrder("before", "wrong");
        Observed.Event killed = end("killed");
        assertThat(killed.code()).isEqualTo(137);
        assertThat(killed.text()).isEqualTo("killed by signal 9 (SIGKILL)");
        Observed.Event zero = end("zero");
        assertThat(zero.code()).isZero();
        assertThat(zero.lines()).hasSize(50).endsWith("line 60");
        assertThat(rig.observed.output("zero")).hasSize(60);
        rig.remove(plan);
    }

    @Scenario
    void whatCannotBeStartedSaysWhy() throws Exception {
        assertThatThrownBy(() -> rig.run(Rig.program("typo", List.of("no-such-program"), Map.of(), Map.of())))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("item typo")
                .hasMessageContaining("command not found: no-such-program");
        LocalCommand elsewhere = new LocalCommand(List.of("sh"), "no/such/dir", Map.of());
        assertThatThrownBy(() -> rig.run(image("lost", null, null, elsewhere)))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageContaining("/doppel/project/no/such/dir does not exist");
        EnvironmentPlan plan =
                rig.plan("c", image("unmapped", null, null, null), Rig.program("none", List.of(), Map.of(), Map.of()));
        assertThat(Rig.get(rig.provider().check(plan)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("unmapped", "shop/app:1", ".dokkimi/local.yaml"),
                        second -> assertThat(second).contains("none", "no image, entrypoint or command"));
    }

    @Scenario
    void interpretersOfThisMachineRunAsThemselves() throws Exception {
        String script =
                "command -v node >/dev/null && node -e 'const os = require(\"os\"); console.log(\"node\", os.cpus().length > 0, os.hostname(), os.userInfo().username)';"
                        + " command -v python3 >/dev/null && python3 -c 'import ssl, os, socket; print(\"python\", ssl.get_default_verify_paths().cafile, socket.gethostname())';"
                        + " command -v curl >/dev/null && curl -sS http://127.0.0.1:1/ 2>&1 | head -1; true";
        List<String> lines = rig.run(Rig.script("inter", script));
        assertThat(lines)
                .allMatch(line -> line.equals("node true inter item")
                        || line.startsWith("python ") && line.endsWith(" inter")
                        || line.startsWith("curl: (7)"));
        assertThat(rig.observed.events()).noneMatch(e -> e.kind().equals("stderr"));
    }

    @Scenario
    void aFloodOfOutputIsBounded() throws Exception {
        rig.run(Rig.script("flood", "head -c 300000000 /dev/zero | tr '\\0' 'x'; echo; seq 1 400000"));
        assertThat(rig.observed.output("flood").getFirst()).hasSize(16 * 1024);
        long dropped = rig.observed.events().stream()
                .filter(e -> e.kind().equals("dropped"))
                .mapToLong(e -> Long.parseLong(e.text()))
                .sum();
        assertThat(rig.observed.output("flood").size() + dropped).isEqualTo(400_001);
    }

    @Scenario
    void limitsHoldWhereThisMachineHasControlGroups() throws Exception {
        ItemPlan greedy = new ItemPlan(
                "greedy",
                ItemKind.SERVICE,
                null,
                null,
                List.of(
                        "sh",
                        "-c",
                        "echo $JAVA_TOOL_OPTIONS; head -c 200000000 /dev/zero | tail -c 190000000 >/dev/null; echo $?"),
                8080,
                Map.of(),
                Map.of(),
                new ItemPlan.Limits(0.5, 64),
                null,
                null);
        List<String> lines = rig.run(greedy);
        assertThat(lines.getFirst()).contains("-XX:MaxRAM=64m", "-XX:ActiveProcessorCount=1");
        boolean refused = rig.observed.events().stream().anyMatch(e -> e.text().contains("not enforced"));
        System.out.println("limits: " + (refused ? "not enforced here" : "enforced by control groups"));
        if (!refused) {
            Observed.Event end = end("greedy");
            assertThat(end.text()).isEqualTo("out of memory: the limit of the item was reached");
        }
        assertThat(Rig.tool("sh", "-c", "find /sys/fs/cgroup -maxdepth 2 -name 'doppel-*'"))
                .isEmpty();
    }

    @Scenario
    void aProjectThatOnlyItsOwnerMayReadIsRefusedWithTheCure() throws Exception {
        Files.setPosixFilePermissions(rig.project, PosixFilePermissions.fromString("rwx------"));
        List<String> problems = Rig.get(rig.provider().check(rig.plan("closed", Rig.script("a", "true"))));
        if (problems.isEmpty()) {
            assertThat(rig.run(Rig.script("own", "pwd")))
                    .as("an ordinary user's items are that user")
                    .containsExactly("/doppel/project");
        } else {
            assertThat(problems).singleElement().asString().contains("rwx------", "chmod -R o+rX " + rig.project);
        }
    }

    @Scenario
    void aForkBombHurtsOnlyItself() throws Exception {
        rig.file("bomb.sh", "#!/bin/sh\n: bomb\nwhile :; do sleep 60 & done 2>/dev/null\n");
        EnvironmentPlan plan = rig.plan(
                "bomb",
                Rig.script("bomb", "./bomb.sh; echo refused $?; sleep 60"),
                Rig.script("other", "sleep 0.2; echo fine; sleep 60"));
        rig.create(plan);
        rig.start(plan, "bomb");
        rig.observed.await(
                "refusal",
                e -> e.item().equals("bomb") && e.text().startsWith("refused")
                        || e.text().contains("fork"));
        rig.start(plan, "other");
        rig.observed.await("other", e -> e.item().equals("other") && e.text().equals("fine"));
        rig.remove(plan);
        assertThat(Rig.tool("sh", "-c", "ls /proc | grep -c '^[0-9]'"))
                .as("processes left")
                .satisfies(n -> assertThat(Integer.parseInt(n)).isLessThan(12));
    }

    @Scenario
    void aJavaServiceRunsWithThePlatformsJdk() throws Exception {
        rig.file(
                "Hello.java",
                "void main() { System.out.println(\"java \" + Runtime.version().feature() + \" \" + System.getProperty(\"javax.net.ssl.trustStore\") + \" \" + System.getProperty(\"user.name\")); }");
        LocalCommand java = new LocalCommand(List.of("java", "Hello.java"), ".", Map.of());
        assertThat(rig.run(image("java", null, null, java))).containsExactly("java 25 /ca-bundle/truststore.p12 item");
    }

    private Observed.Event end(String item) throws InterruptedException {
        return rig.observed.await(
                "end of " + item, e -> e.kind().equals("exited") && e.item().equals(item));
    }

    private static ItemPlan image(String name, List<String> entrypoint, List<String> command, LocalCommand mapped) {
        return new ItemPlan(
                name,
                ItemKind.SERVICE,
                "shop/app:1",
                entrypoint,
                command,
                8080,
                Map.of(),
                Map.of(),
                ItemPlan.Limits.NONE,
                mapped,
                null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
