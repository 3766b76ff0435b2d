package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.InFlight;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Wire;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks and barriers on the answerer's own clock. */
class BarrierTest {
    private final Plane plane = Plane.start()
            .caller("shop", 1)
            .outside(80)
            .runner()
            .mock(Mocks.of("fast.example", "*").body("ok"))
            .mock(Mocks.of("slow.example", "*").delay(600).body("ok"))
            .mock(Mocks.of("never.example", "*").delay(60_000).body("ok"));

    @BeforeEach
    void open() {
        plane.apply();
    }

    @AfterEach
    void close() {
        plane.close();
    }

    private void ask(String id, long quiet, long latest, String since) {
        plane.environments()
                .request(new BarrierRequest(
                        plane.attempt(), id, quiet, latest, since, Set.of(BarrierRequest.Source.INTERCEPTION)));
    }

    private Wire shop() throws Exception {
        return Wire.plain(plane.address(1), plane.outsideAt(80));
    }

    @Test
    void marksTakeArrivalNumbersAndRepeatTheirAnswer() throws Exception {
        plane.environments().request(new MarkRequest(plane.attempt(), "m1", "one"));
        MarkSet first = plane.mark("m1");
        try (Wire wire = shop()) {
            wire.get("fast.example", "/").response();
        }
        plane.environments().request(new MarkRequest(plane.attempt(), "m1", "one"));
        plane.environments().request(new MarkRequest(plane.attempt(), "m2", "two"));
        MarkSet second = plane.mark("m2");
        Exchange exchange = plane.exchange();
        assertThat(first.arrivalNumber()).isLessThan(exchange.arrivalNumber());
        assertThat(exchange.arrivalNumber()).isLessThan(second.arrivalNumber());
        assertThat(plane.of(MarkSet.class).stream().filter(m -> m.requestId().equals("m1")))
                .hasSize(2)
                .allSatisfy(mark -> assertThat(mark).isEqualTo(first));
    }

    @Test
    void quietIsAnsweredOnceAfterTheQuietTime() throws Exception {
        try (Wire wire = shop()) {
            wire.get("fast.example", "/").response();
        }
        long asked = System.nanoTime();
        ask("b1", 200, 5000, "");
        ask("b1", 200, 5000, "");
        BarrierAnswer answer = plane.barrier("b1");
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofMillis(150), Duration.ofMillis(2000));
        assertThat(answer.quiet()).isTrue();
        assertThat(answer.inFlight()).isEmpty();
        assertThat(answer.lastArrivalNumber()).isEqualTo(1);
        assertThat(answer.recordNumber()).isEqualTo(2);
        ask("b2", 0, 0, "");
        plane.barrier("b2");
        assertThat(plane.of(BarrierAnswer.class)).hasSize(2);
    }

    @Test
    void acallInFlightDelaysUntilItIsRecorded() throws Exception {
        try (Wire wire = shop()) {
            wire.get("slow.example", "/");
            Await.isTrue("read", () -> arrivals() > 0);
            ask("b1", 100, 10_000, "");
            BarrierAnswer answer = plane.barrier("b1");
            Exchange exchange = plane.exchange();
            assertThat(answer.quiet()).isTrue();
            assertThat(answer.recordNumber()).isGreaterThan(exchange.recordNumber());
            assertThat(wire.response().status()).isEqualTo(200);
        }
        plane.assertNumbersComplete();
    }

    private long arrivals() {
        String id = "probe" + System.nanoTime();
        ask(id, 0, 0, "");
        return plane.barrier(id).lastArrivalNumber();
    }

    @Test
    void atTheLatestTimeCallsInFlightAreListed() throws Exception {
        try (Wire wire = shop()) {
            wire.post("never.example", "/pay?x=1", "text/plain", "amount=1998");
            Await.isTrue("read", () -> arrivals() > 0);
            long asked = System.nanoTime();
            ask("b1", 100, 400, "");
            BarrierAnswer answer = plane.barrier("b1");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(390));
            assertThat(answer.quiet()).isFalse();
            InFlight call = answer.inFlight().getFirst();
            assertThat(call.origin()).isEqualTo("shop");
            assertThat(call.target()).isEqualTo("never.example");
            assertThat(call.request().path()).isEqualTo("/pay");
            assertThat(call.request().body().text()).isEqualTo("amount=1998");
            assertThat(call.arrivalNumber()).isEqualTo(answer.lastArrivalNumber());
        }
    }

    @Test
    void timesRunFromTheStepsOwnRequest() throws Exception {
        try (Wire step = Wire.plain("127.0.0.1", plane.runnerAt());
                Wire wire = shop()) {
            step.send("GET / HTTP/1.1\r\nHost: fast.example\r\nx-doppel-request: s1\r\nx-doppel-token: " + Plane.TOKEN
                    + "\r\n\r\n");
            step.response();
            long done = System.nanoTime();
            wire.get("never.example", "/");
            Await.isTrue("read", () -> arrivals() > 1);
            Await.isTrue("a while", () -> System.nanoTime() - done > 300_000_000L);
            long asked = System.nanoTime();
            ask("b1", 100, 350, "s1");
            BarrierAnswer answer = plane.barrier("b1");
            assertThat(answer.quiet()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(250));
        }
    }

    @Test
    void D050_aCallerThatGivesUpLeavesOneEntryNotDelivered() throws Exception {
        try (Wire wire = shop()) {
            wire.get("never.example", "/");
            Await.isTrue("read", () -> arrivals() > 0);
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.state()).isEqualTo(Exchange.State.ABANDONED);
        assertThat(exchange.delivered()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(exchange.response().body().text()).isEqualTo("ok");
        assertThat(exchange.durationMicros()).isLessThan(30_000_000);
        ask("b1", 10, 1000, "");
        assertThat(plane.barrier("b1").quiet()).isTrue();
        assertThat(plane.exchanges()).hasSize(1);
    }

    @Test
    void D049_aDelayIsKeptAndNotMuchExceeded() throws Exception {
        try (Wire wire = shop()) {
            long start = System.nanoTime();
            assertThat(wire.get("slow.example", "/").response().status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(600), Duration.ofMillis(1100));
        }
    }
}
