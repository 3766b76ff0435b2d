package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.environment.Probe;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ProbeReported;
import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import dev.doppel.mock.plane.Wire;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is served, what versions change, what closing leaves, how items become ready. */
class PeersAndStateTest {
    private final Plane plane =
            Plane.start().outside(80).mock(Mocks.of("a.example", "*").body("mock"));

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void aStrangerIsClosedUnreadAndReported() throws Exception {
        plane.caller("shop", 1).apply();
        try (Wire wire = Wire.plain(plane.address(66), plane.outsideAt(80))) {
            wire.get("a.example", "/");
            assertThat(wire.closedByPeer()).isTrue();
        }
        Diagnostic diagnostic = plane.diagnostic(Diagnostic.Kind.UNKNOWN_PEER);
        assertThat(diagnostic.message()).contains(plane.address(66));
        assertThat(plane.exchanges()).isEmpty();
    }

    @Test
    void aPeerNamedByALaterRecordIsServedWithoutReconnecting() throws Exception {
        plane.apply();
        InetSocketAddress at = plane.outsideAt(80);
        try (Wire wire = Wire.plain(plane.address(1), at)) {
            wire.get("a.example", "/early");
            plane.caller("shop", 1).apply();
            assertThat(wire.response().text()).isEqualTo("mock");
        }
        assertThat(plane.exchange().origin()).isEqualTo("shop");
        assertThat(plane.outsideAt(80)).isEqualTo(at);
    }

    @Test
    void theGateIsToldForWhichItemItsAddressIsTakenAndThatIsNoEvidence() throws Exception {
        plane.caller("shop", 1).apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(80))) {
            Wire.Response answer = wire.get("gate.doppel.invalid", "/peer").response();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("shop\n");
        }
        try (Wire wire = Wire.plain(plane.address(66), plane.outsideAt(80))) {
            wire.get("gate.doppel.invalid", "/peer");
            assertThat(wire.closedByPeer()).as("a stranger is told nothing").isTrue();
        }
        assertThat(plane.diagnostic(Diagnostic.Kind.UNKNOWN_PEER).recordNumber())
                .as("the stranger's is the first record: the question before it left none")
                .isEqualTo(1);
        assertThat(plane.exchanges()).isEmpty();
    }

    @Test
    void addressesThatLeaveTheRecordAreStrangersAgain() throws Exception {
        plane.caller("shop", 1).apply();
        plane.forgetItems().apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(80))) {
            wire.get("a.example", "/");
            assertThat(wire.closedByPeer()).isTrue();
        }
    }

    @Test
    void closingEndsListenersAndConnectionsAndSaysSo() throws Exception {
        plane.caller("shop", 1).apply();
        InetSocketAddress at = plane.outsideAt(80);
        try (Wire wire = Wire.plain(plane.address(1), at)) {
            wire.get("a.example", "/").response();
            EnvironmentApplied applied = plane.phase(Phase.CLOSING).apply();
            assertThat(applied.closed()).isTrue();
            assertThat(wire.closedByPeer()).isTrue();
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Wire.plain(plane.address(1), at).close()))
                .isInstanceOf(java.net.ConnectException.class);
        assertThat(plane.phase(Phase.GONE).apply().closed()).isTrue();
        assertThat(plane.environments().count()).isZero();
    }

    @Test
    void olderVersionsAndOthersEnvironmentsChangeNothing() throws Exception {
        plane.caller("shop", 1);
        EnvironmentState old = plane.state();
        plane.apply();
        plane.environments()
                .accept(new EnvironmentState(
                        old.attempt(),
                        old.run(),
                        old.definition(),
                        1,
                        Phase.CLOSING,
                        old.holder(),
                        old.items(),
                        old.listeners(),
                        old.outsideAddress(),
                        old.mocks(),
                        null,
                        old.twins(),
                        old.egress(),
                        old.runnerToken(),
                        old.captureBytes()));
        plane.environments()
                .accept(new EnvironmentState(
                        new dev.doppel.contract.id.AttemptId(
                                new dev.doppel.contract.id.InstanceId("elsewhere"),
                                1,
                                old.attempt().incarnation()),
                        old.run(),
                        old.definition(),
                        9,
                        Phase.RUNNING,
                        new dev.doppel.contract.id.ReplicaId("other"),
                        old.items(),
                        old.listeners(),
                        old.outsideAddress(),
                        old.mocks(),
                        null,
                        old.twins(),
                        old.egress(),
                        old.runnerToken(),
                        old.captureBytes()));
        plane.apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(80))) {
            assertThat(wire.get("a.example", "/").response().text()).isEqualTo("mock");
        }
        assertThat(plane.environments().count()).isEqualTo(1);
    }

    @Test
    void anAddressThatCannotBeBoundIsAProblem() {
        plane.caller("shop", 1).apply();
        EnvironmentState state = plane.state();
        plane.environments()
                .accept(new EnvironmentState(
                        state.attempt(),
                        state.run(),
                        state.definition(),
                        state.version(),
                        state.phase(),
                        state.holder(),
                        state.items(),
                        java.util.List.of(new dev.doppel.contract.environment.ListenerSpec(
                                dev.doppel.contract.environment.ListenerSpec.Role.OUTSIDE, null, "192.0.2.77", 80, 80)),
                        state.outsideAddress(),
                        state.mocks(),
                        null,
                        state.twins(),
                        state.egress(),
                        state.runnerToken(),
                        state.captureBytes()));
        assertThat(plane.applied(state.version()).problem()).contains("192.0.2.77:80");
    }

    @Test
    void D100_twoInstancesWithEqualNamesDoNotMeet() throws Exception {
        try (Plane other =
                Plane.start().outside(80).mock(Mocks.of("a.example", "*").body("theirs"))) {
            plane.caller("shop", 1).apply();
            other.caller("shop", 1).apply();
            try (Wire mine = Wire.plain(plane.address(1), plane.outsideAt(80));
                    Wire theirs = Wire.plain(other.address(1), other.outsideAt(80));
                    Wire crossing = Wire.plain(plane.address(1), other.outsideAt(80))) {
                assertThat(mine.get("a.example", "/").response().text()).isEqualTo("mock");
                assertThat(theirs.get("a.example", "/").response().text()).isEqualTo("theirs");
                crossing.get("a.example", "/");
                assertThat(crossing.closedByPeer()).isTrue();
            }
            assertThat(other.exchanges()).hasSize(1);
        }
    }

    @Test
    void D086_readyNeedsTwoPassesInARowAnd500NeverIs() {
        AtomicInteger probes = new AtomicInteger();
        try (Upstand service = Upstand.at(plane.address(9), (self, wire) -> {
            self.next(wire);
            int status = switch (probes.incrementAndGet()) {
                case 1, 3 -> 500;
                default -> 204;
            };
            wire.send("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
        })) {
            plane.item(
                            "svc",
                            ItemKind.SERVICE,
                            9,
                            service.port(),
                            new Probe(Probe.Kind.HTTP, service.port(), "/health", 2))
                    .apply();
            ProbeReported ready = Await.until("ready", () -> reported(true));
            assertThat(ready.probes()).isEqualTo(5);
            assertThat(reported(false).outcome()).isEqualTo("500 from GET /health");
            assertThat(service.received()).allSatisfy(r -> assertThat(r.line()).isEqualTo("GET /health HTTP/1.1"));
        }
        assertThat(plane.exchanges()).isEmpty();
    }

    @Test
    void aNewReasonThatStaysIsToldThoughItCameRightAfterAnother() {
        AtomicInteger probes = new AtomicInteger();
        try (Upstand service = Upstand.at(plane.address(9), (self, wire) -> {
            self.next(wire);
            int status = probes.incrementAndGet() == 1 ? 503 : 404;
            wire.send("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
        })) {
            Probe probe = new Probe(Probe.Kind.HTTP, service.port(), "/nope", 2);
            plane.item("svc", ItemKind.SERVICE, 9, service.port(), probe).apply();
            Await.until(
                    "the second reason",
                    () -> plane.announced().stream()
                            .filter(ProbeReported.class::isInstance)
                            .map(report -> ((ProbeReported) report).outcome())
                            .filter("404 from GET /nope"::equals)
                            .findFirst()
                            .orElse(null));
        }
    }

    @Test
    void tcpAndRefusedConnectionsAreTold() throws Exception {
        try (Upstand service = Upstand.at(plane.address(9), (self, wire) -> {})) {
            plane.item("db", ItemKind.DATABASE, 9, service.port(), new Probe(Probe.Kind.TCP, service.port(), null, 1))
                    .item("gone", ItemKind.DATABASE, 8, 1, new Probe(Probe.Kind.TCP, 1, null, 1))
                    .apply();
            Await.until("ready", () -> reported(true));
            assertThat(Await.until("refused", () -> reported(false)).outcome()).contains("port 1", "refused");
        }
    }

    @Test
    void postgresIsReadyWhenItAnswersTheStartUpMessage() {
        AtomicInteger connections = new AtomicInteger();
        try (Upstand service = Upstand.at(plane.address(9), (self, wire) -> {
            assertThat(wire.read(8)).containsExactly(0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f);
            wire.send("N");
            wire.read(20);
            if (connections.incrementAndGet() == 1) {
                byte[] fields = "SFATAL\0C57P03\0Mstarting\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                wire.send(new byte[] {'E', 0, 0, 0, (byte) (fields.length + 4)}).send(fields);
            } else {
                wire.send(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0});
            }
        })) {
            plane.item(
                            "db",
                            ItemKind.DATABASE,
                            9,
                            service.port(),
                            new Probe(Probe.Kind.POSTGRES, service.port(), null, 1))
                    .apply();
            assertThat(Await.until("ready", () -> reported(true)).probes()).isEqualTo(2);
            assertThat(reported(false).outcome()).contains("starting up");
        }
    }

    private ProbeReported reported(boolean ready) {
        return plane.announced().stream()
                .filter(ProbeReported.class::isInstance)
                .map(ProbeReported.class::cast)
                .filter(report -> report.ready() == ready)
                .findFirst()
                .orElse(null);
    }

    @Test
    void exchangesOfAClosedEnvironmentAreStillRecorded() throws Exception {
        plane.mock(Mocks.of("slow.example", "*").delay(60_000).body("late"))
                .caller("shop", 1)
                .apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(80))) {
            wire.get("slow.example", "/");
            Await.isTrue("in flight", () -> {
                plane.environments()
                        .request(new dev.doppel.contract.request.BarrierRequest(
                                plane.attempt(),
                                "b" + System.nanoTime(),
                                0,
                                0,
                                "",
                                java.util.Set.of(dev.doppel.contract.request.BarrierRequest.Source.INTERCEPTION)));
                return plane.of(dev.doppel.contract.exchange.BarrierAnswer.class).stream()
                        .anyMatch(answer -> !answer.inFlight().isEmpty());
            });
            plane.phase(Phase.CLOSING).apply();
        }
        assertThat(plane.exchange().state()).isEqualTo(Exchange.State.ABANDONED);
    }
}
