package dev.doppel.scheduler.process.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.scheduler.contract.Observed;
import dev.doppel.scheduler.contract.Scenario;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider.Existing;
import dev.doppel.scheduler.environment.ItemPlan;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Links, addresses and what is left of them. */
public final class NetworkScenarios implements AutoCloseable {
    private final Rig rig = new Rig();

    public NetworkScenarios() throws Exception {}

    @Override
    public void close() {
        rig.close();
    }

    @Scenario
    void anItemReachesTheListenersAndIsKnownByItsAddress() throws Exception {
        EnvironmentPlan plan = rig.plan("reach", caller("caller"), Rig.script("idle", "sleep 60"));
        EnvironmentLayout layout = rig.create(plan);
        String interception = layout.items().get("idle").interceptionAddress();
        try (ServerSocket listener = new ServerSocket(80, 5, InetAddress.getByName(interception))) {
            listener.setSoTimeout(10_000);
            rig.file("call.sh", "exec 3<>/dev/tcp/" + interception + "/80; cat <&3\n");
            rig.start(plan, "caller");
            try (Socket peer = listener.accept()) {
                assertThat(peer.getInetAddress().getHostAddress())
                        .isEqualTo(layout.items().get("caller").address());
                peer.getOutputStream().write("hello\n".getBytes());
            }
        }
        assertThat(rig.observed.outputAtEnd("caller")).containsExactly("hello");
        rig.remove(plan);
    }

    @Scenario
    void listenersAreThoseOfTheArchitecture() throws Exception {
        EnvironmentPlan plan = rig.plan("listeners", Rig.script("web", "sleep 60"));
        EnvironmentLayout layout = rig.create(plan);
        assertThat(layout.listeners().stream()
                        .filter(l -> l.role() == Role.ITEM)
                        .map(ListenerSpec::bindPort))
                .containsExactly(80, 443, 3001, 8080, 8088);
        assertThat(layout.listeners().stream()
                        .filter(l -> l.role() == Role.OUTSIDE)
                        .map(ListenerSpec::bindPort))
                .containsExactly(80, 443, 3001, 8088);
        assertThat(layout.listeners().stream()
                        .filter(l -> l.role() == Role.RUNNER)
                        .map(ListenerSpec::bindPort))
                .containsExactly(8099);
        for (ListenerSpec listener : layout.listeners()) {
            new ServerSocket(listener.bindPort(), 1, InetAddress.getByName(listener.bindAddress())).close();
        }
        rig.remove(plan);
    }

    @Scenario
    void removedMeansNothingIsLeft() throws Exception {
        String before = traces();
        EnvironmentPlan plan =
                rig.plan("gone", Rig.script("a", "sleep 600 & trap '' TERM; sleep 600"), Rig.script("b", "sleep 600"));
        rig.create(plan);
        rig.start(plan, "a");
        rig.start(plan, "b");
        assertThat(Rig.get(rig.provider().existing())).contains(new Existing(plan.instance(), 1));
        assertThat(traces()).isNotEqualTo(before);
        rig.remove(plan);
        assertThat(traces()).isEqualTo(before);
        assertThat(Rig.get(rig.provider().existing())).isEmpty();
        rig.remove(plan);
        assertThat(rig.observed.events())
                .as("asked ends are not reported")
                .noneMatch(e -> e.kind().equals("exited"));
    }

    @Scenario
    void aLaterLifeRemovesWhatAnEarlierOneLeft() throws Exception {
        String before = traces();
        EnvironmentPlan plan =
                rig.plan("orphan", Rig.script("a", "sleep 600"), Rig.script("b", "setsid sleep 600 & sleep 600"));
        rig.create(plan);
        rig.start(plan, "a");
        rig.start(plan, "b");
        rig.forget();
        assertThat(Rig.get(rig.provider().existing())).containsExactly(new Existing(plan.instance(), 1));
        EnvironmentPlan other = rig.plan("other", Rig.script("a", "echo hi"));
        assertThat(rig.create(other).outsideAddress())
                .as("its slot is not taken again")
                .isNotEqualTo("10.200.0.2");
        rig.remove(other);
        rig.remove(plan);
        assertThat(Rig.get(rig.provider().existing())).isEmpty();
        assertThat(traces()).isEqualTo(before);
    }

    @Scenario
    void D100_twoEnvironmentsWithEqualNamesDoNotMeet() throws Exception {
        EnvironmentPlan one = rig.plan("one", probe("web"), Rig.script("idle", "sleep 60"));
        EnvironmentPlan two = rig.plan("two", Rig.script("web", "sleep 60"), Rig.script("idle", "sleep 60"));
        EnvironmentLayout first = rig.create(one);
        EnvironmentLayout second = rig.create(two);
        List<ServerSocket> open = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        try {
            for (EnvironmentLayout layout : List.of(first, second)) {
                for (ListenerSpec listener : layout.listeners()) {
                    open.add(new ServerSocket(listener.bindPort(), 5, InetAddress.getByName(listener.bindAddress())));
                }
            }
            ServerSocket loopback = new ServerSocket(9092, 5, InetAddress.getByName("127.0.0.1"));
            open.add(loopback);
            for (ListenerSpec listener : second.listeners()) {
                targets.add(listener.bindAddress() + " " + listener.bindPort());
            }
            for (String name : List.of("web", "idle")) {
                targets.add(second.items().get(name).address() + " 8080");
            }
            targets.add(first.items().get("idle").address() + " 8080");
            targets.add("127.0.0.1 9092");
            targets.add("127.0.0.1 5432");
            targets.add("192.0.2.1 80");
            targets.add("169.254.169.254 80");
            for (String host : System.getProperty("doppel.test.host", "").split(",")) {
                if (!host.isEmpty()) {
                    targets.add(host + " 22");
                    targets.add(host + " 80");
                }
            }
            rig.file("Probe.java", Files.readString(probeSource()));
            rig.file("targets", String.join("\n", targets) + "\n" + first.outsideAddress() + " 80\n");
            rig.start(one, "web");
            List<String> lines = rig.observed.outputAtEnd("web");
            assertThat(lines).hasSize(targets.size() * 2 + 2);
            assertThat(lines.subList(0, targets.size() * 2))
                    .as("refused")
                    .allMatch(line -> line.startsWith("refused "));
            assertThat(lines.get(lines.size() - 2))
                    .as("its own outside address answers")
                    .startsWith("tcp open");
        } finally {
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
        rig.remove(one);
        rig.remove(two);
        Observed.Event escapes = rig.observed.await(
                "report of addresses without a route", e -> e.kind().equals("refused NO_ROUTE"));
        assertThat(escapes.item()).isEqualTo("web");
        assertThat(rig.observed.events().stream()
                        .filter(e -> e.kind().startsWith("refused "))
                        .map(Observed.Event::kind))
                .contains("refused NO_ROUTE", "refused TCP_PORT", "refused UDP_PORT");
        assertThat(rig.observed.events().stream()
                        .filter(e -> e.kind().equals("refused NO_ROUTE"))
                        .mapToLong(e -> Long.parseLong(e.text()))
                        .max()
                        .orElse(0))
                .as("every literal address of another environment, of the host and of the world, by TCP and by UDP")
                .isGreaterThanOrEqualTo(2L * (targets.size() - 3));
        assertThat(rig.observed.events().stream().filter(e -> e.kind().startsWith("refused ")))
                .as("nobody else tried anything")
                .allMatch(e -> e.item().equals("web"));
    }

    @Scenario
    void killingAnyProcessOfAnItemEndsAllOfItAndIsReported() throws Exception {
        EnvironmentPlan plan = rig.plan(
                "kills",
                Rig.script("outer", "setsid sleep 600 & sleep 600"),
                Rig.script("first", "setsid sleep 600 & sleep 600"));
        rig.create(plan);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        rig.start(plan, "outer");
        ProcessHandle outer = ProcessHandle.current()
                .children()
                .filter(p -> !before.contains(p))
                .findFirst()
                .orElseThrow();
        outer.destroyForcibly();
        assertThat(end("outer").code()).isEqualTo(137);
        rig.start(plan, "first");
        ProcessHandle.current()
                .children()
                .filter(p -> !before.contains(p))
                .flatMap(ProcessHandle::children)
                .forEach(ProcessHandle::destroyForcibly);
        assertThat(end("first").text()).isEqualTo("killed by signal 9 (SIGKILL)");
        assertThat(Rig.tool("sh", "-c", "ps -eo args | grep -c '[s]leep 600'")).isEqualTo("0");
        rig.remove(plan);
    }

    private Observed.Event end(String item) throws InterruptedException {
        return rig.observed.await(
                "end of " + item, e -> e.kind().equals("exited") && e.item().equals(item));
    }

    @Scenario
    void manyEnvironmentsAtOnce() throws Exception {
        String before = traces();
        List<EnvironmentPlan> plans = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            plans.add(rig.plan("many-" + i, Rig.script("a", "sleep 600"), Rig.script("b", "sleep 600")));
        }
        var created = plans.stream()
                .map(plan -> rig.provider().create(plan, rig.observed))
                .toList();
        List<String> outside = new ArrayList<>();
        for (var one : created) {
            outside.add(Rig.get(one).outsideAddress());
        }
        assertThat(outside).doesNotHaveDuplicates();
        var started = plans.stream()
                .flatMap(plan -> Stream.of("a", "b").map(item -> rig.provider().start(plan, item)))
                .toList();
        for (var one : started) {
            Rig.get(one);
        }
        var removed = plans.stream()
                .map(plan -> rig.provider().remove(plan.instance(), 1))
                .toList();
        for (var one : removed) {
            Rig.get(one);
        }
        assertThat(traces()).isEqualTo(before);
    }

    @Scenario
    void timesOfCreateStartAndRemove() throws Exception {
        for (int round = 0; round < 6; round++) {
            ItemPlan[] items = Stream.iterate(0, i -> i + 1)
                    .limit(5)
                    .map(i -> Rig.script("s" + i, "sleep 60"))
                    .toArray(ItemPlan[]::new);
            EnvironmentPlan plan = rig.plan("time-" + round, items);
            long start = System.nanoTime();
            rig.create(plan);
            long created = System.nanoTime();
            rig.start(plan, "s0");
            long one = System.nanoTime();
            for (int i = 1; i < 5; i++) {
                rig.start(plan, "s" + i);
            }
            long started = System.nanoTime();
            rig.remove(plan);
            long removed = System.nanoTime();
            System.out.printf(
                    "times: create of 5 items %d ms, start of one %d ms, of four more %d ms, remove %d ms%n",
                    (created - start) / 1_000_000,
                    (one - created) / 1_000_000,
                    (started - one) / 1_000_000,
                    (removed - started) / 1_000_000);
        }
    }

    private static Path probeSource() {
        return Path.of(System.getProperty("doppel.test.classes"), "dev/doppel/scheduler/process/Probe.java.txt");
    }

    private static ItemPlan probe(String name) {
        return Rig.program(
                name, List.of("java", "-XX:TieredStopAtLevel=1", "Probe.java"), java.util.Map.of(), java.util.Map.of());
    }

    private static ItemPlan caller(String name) {
        return Rig.program(name, List.of("bash", "call.sh"), java.util.Map.of(), java.util.Map.of());
    }

    /** Everything that an environment may leave behind. */
    private String traces() throws Exception {
        return Rig.tool(
                "sh",
                "-c",
                "ip -o link | cut -d: -f2 | sort; ls /run/netns 2>/dev/null; find '" + rig.state
                        + "/env' -mindepth 1 2>/dev/null; grep -c . /proc/self/mountinfo; ps -eo args 2>/dev/null | grep '[s]leep 600'; true");
    }
}
