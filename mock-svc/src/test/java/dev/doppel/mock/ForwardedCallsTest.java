package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import dev.doppel.mock.plane.Wire;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that go on to an item or to the outside. */
class ForwardedCallsTest {
    private Plane plane = Plane.start(Duration.ofMillis(700), null);
    private Upstand orders;

    @AfterEach
    void close() {
        plane.close();
        if (orders != null) {
            orders.close();
        }
    }

    private void serviceAnswers(String response) {
        service(Upstand.answering(plane.address(9), response));
    }

    private void service(Upstand upstand) {
        orders = upstand;
        plane.caller("shop", 1)
                .service("orders", 9, orders.port())
                .runner()
                .outside(80)
                .outside(443);
    }

    private Wire shop() throws Exception {
        return Wire.plain(plane.address(1), plane.itemAt("orders"));
    }

    @Test
    void D101_plainTlsAndPortReachTheSameService() throws Exception {
        serviceAnswers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        plane.apply();
        try (Wire plain = shop();
                Wire tls = Wire.tls(plane.address(1), plane.itemAt("orders"), "orders", plane)) {
            assertThat(plain.get("orders", "/x?a=1").response().text()).isEqualTo("ok");
            assertThat(plain.get("orders:3001", "/x?a=1").response().text()).isEqualTo("ok");
            assertThat(tls.get("orders", "/x?a=1").response().text()).isEqualTo("ok");
        }
        plane.await(Exchange.class, e -> e.arrivalNumber() == 3);
        assertThat(plane.exchanges()).hasSize(3).allSatisfy(exchange -> {
            assertThat(exchange.target()).isEqualTo("orders");
            assertThat(exchange.internal()).isTrue();
            assertThat(exchange.origin()).isEqualTo("shop");
            assertThat(exchange.answeredBy()).isEqualTo(Exchange.AnsweredBy.ITEM);
            assertThat(exchange.request().path()).isEqualTo("/x");
            assertThat(exchange.request().query()).isEqualTo("a=1");
        });
        assertThat(orders.received()).extracting(Upstand.Received::line).containsOnly("GET /x?a=1 HTTP/1.1");
        assertThat(orders.received().get(1).headers()).containsEntry("host", "orders:3001");
    }

    @Test
    void hopByHopHeadersStayAndOthersPassUnchanged() throws Exception {
        serviceAnswers(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=5\r\nX-Left: a\r\nConnection: X-Left\r\n"
                        + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n");
        plane.apply();
        try (Wire wire = shop()) {
            wire.send("GET / HTTP/1.1\r\nHost: orders\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\nTE: gzip\r\n"
                    + "Proxy-Authorization: x\r\nX-Custom: One\r\nx-custom: Two\r\n\r\n");
            Wire.Response answer = wire.response();
            assertThat(answer.headers())
                    .doesNotContainKeys("keep-alive", "x-left", "connection")
                    .containsEntry("set-cookie", "a=1\nb=2");
        }
        assertThat(orders.received().getFirst().headers())
                .doesNotContainKeys("connection", "x-mine", "te", "proxy-authorization", "x-forwarded-for", "via")
                .containsEntry("x-custom", "One\nTwo");
        Exchange exchange = plane.exchange();
        assertThat(exchange.request().headers()).containsEntry("x-custom", List.of("One", "Two"));
        assertThat(exchange.response().headers()).containsEntry("set-cookie", List.of("a=1", "b=2"));
    }

    @Test
    void D106_locationsOfTheServiceItselfAreRewritten() throws Exception {
        service(Upstand.at(plane.address(9), (self, wire) -> {
            String[] locations = {
                "http://localhost:8080/a?b",
                "http://127.0.0.1/c",
                "http://" + plane.address(9) + ":99/d",
                "/relative",
                "https://example.org/e"
            };
            for (String location : locations) {
                self.next(wire);
                wire.send("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
            }
        }));
        plane.apply();
        try (Wire wire = shop()) {
            for (String expected : List.of(
                    "http://orders:8080/a?b",
                    "http://orders/c",
                    "http://orders:99/d",
                    "/relative",
                    "https://example.org/e")) {
                Wire.Response answer = wire.get("orders", "/").response();
                assertThat(answer.status()).isEqualTo(302);
                assertThat(answer.headers()).containsEntry("location", expected);
            }
        }
    }

    @Test
    void D107_gzipPassesUntouched() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        service(Upstand.at(plane.address(9), (self, wire) -> {
            self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: "
                    + packed.size() + "\r\n\r\n");
            wire.send(packed.toByteArray());
        }));
        plane.apply();
        try (Wire wire = shop()) {
            assertThat(wire.get("orders", "/").response().body()).isEqualTo(packed.toByteArray());
        }
        assertThat(plane.exchange().response().body().bytes()).isEqualTo(packed.toByteArray());
    }

    @Test
    void D109_binaryBodiesPassAndAreRecordedWithoutDamage() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        service(Upstand.at(plane.address(9), (self, wire) -> {
            Upstand.Received request = self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n");
            wire.send(request.body());
        }));
        plane.apply();
        try (Wire wire = shop()) {
            wire.send("POST / HTTP/1.1\r\nHost: orders\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                    .send(bytes);
            assertThat(wire.response().body()).isEqualTo(bytes);
        }
        assertThat(plane.exchange().request().body().bytes()).isEqualTo(bytes);
        assertThat(plane.exchange().response().body().bytes()).isEqualTo(bytes);
    }

    @Test
    void D110_headersAreListsWithLowerCaseNames() throws Exception {
        serviceAnswers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Two: a\r\nx-TWO: b\r\n\r\n");
        plane.apply();
        try (Wire wire = shop()) {
            wire.get("orders", "/").response();
        }
        assertThat(plane.exchange().response().headers()).containsEntry("x-two", List.of("a", "b"));
    }

    @Test
    void D111_arrivalNumbersFollowTheRequestsWhenAnswersOvertake() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        service(Upstand.at(plane.address(9), (self, wire) -> {
            boolean slow = self.next(wire).line().contains("slow");
            if (slow) {
                second.await();
            }
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            if (!slow) {
                self.next(wire);
            }
        }));
        plane.apply();
        try (Wire slow = shop();
                Wire fast = shop()) {
            slow.get("orders", "/slow");
            dev.doppel.mock.plane.Await.isTrue(
                    "slow request there", () -> orders.received().size() == 1);
            fast.get("orders", "/fast").response();
            plane.exchange(e -> e.request().path().equals("/fast")); // recorded, and only then may the slow one end
            second.countDown();
            slow.response();
        }
        Exchange first = plane.exchange(e -> e.request().path().equals("/slow"));
        Exchange then = plane.exchange(e -> e.request().path().equals("/fast"));
        assertThat(first.arrivalNumber()).isLessThan(then.arrivalNumber());
        assertThat(first.recordNumber()).isGreaterThan(then.recordNumber());
    }

    @Test
    void D113_largeBodiesPassWholeAndAreFlagged() throws Exception {
        byte[] bytes = new byte[3_000_000];
        Arrays.fill(bytes, (byte) 'a');
        service(Upstand.at(plane.address(9), (self, wire) -> {
            Upstand.Received request = self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n");
            wire.send(request.body());
        }));
        plane.captureBytes(1000).apply();
        try (Wire wire = shop()) {
            wire.send("POST / HTTP/1.1\r\nHost: orders\r\nContent-Length: " + bytes.length + "\r\n\r\n");
            wire.send(bytes);
            assertThat(wire.response().body()).hasSize(bytes.length);
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.request().body().truncated()).isTrue();
        assertThat(exchange.request().body().size()).isEqualTo(bytes.length);
        assertThat(exchange.request().body().text()).hasSize(1000);
        assertThat(exchange.response().body().truncated()).isTrue();
    }

    @Test
    void D114_connectionFailureIs502WithAnEntry() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        plane.caller("shop", 1).service("orders", 9, port).apply();
        try (Wire wire = shop()) {
            Wire.Response answer = wire.get("orders", "/x").response();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("orders", "refused");
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.error()).contains("cannot reach orders");
        assertThat(exchange.response().status()).isEqualTo(502);
        assertThat(exchange.response().body().text()).contains("orders");
        assertThat(exchange.answeredBy()).isEqualTo(Exchange.AnsweredBy.PLATFORM);
    }

    @Test
    void D134_onlyATestStepIsToldThatNothingWasSent() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        plane.caller("shop", 1).service("orders", 9, port).runner().apply();
        try (Wire item = shop();
                Wire step = Wire.plain("127.0.0.1", plane.runnerAt())) {
            assertThat(item.get("orders", "/x").response().headers()).doesNotContainKey("x-doppel-error");
            step.send("GET / HTTP/1.1\r\nHost: orders\r\nx-doppel-token: " + Plane.TOKEN + "\r\n\r\n");
            assertThat(step.response().headers()).containsEntry("x-doppel-error", "connect-refused");
        }
    }

    @Test
    void aSlowServiceIs504() throws Exception {
        service(Upstand.at(plane.address(9), (self, wire) -> {
            self.next(wire);
            wire.closedByPeer();
        }));
        plane.apply();
        try (Wire wire = shop()) {
            assertThat(wire.get("orders", "/x").response().status()).isEqualTo(504);
        }
        assertThat(plane.exchange().error()).contains("did not begin its answer");
    }

    @Test
    void aServiceThatClosesWithoutAnswerIs502AndOneThatBreaksOffIsAbandoned() throws Exception {
        service(Upstand.at(plane.address(9), (self, wire) -> {
            if (self.next(wire).line().contains("half")) {
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            }
        }));
        plane.apply();
        try (Wire wire = shop()) {
            assertThat(wire.get("orders", "/none").response().status()).isEqualTo(502);
        }
        try (Wire wire = shop()) {
            wire.get("orders", "/half").head();
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).isEqualTo("half");
        }
        Exchange broken = plane.exchange(e -> e.request().path().equals("/half"));
        assertThat(broken.state()).isEqualTo(Exchange.State.ABANDONED);
        assertThat(broken.error()).contains("broke off");
        assertThat(broken.response().body().text()).isEqualTo("half");
    }

    @Test
    void aKeptConnectionThatTheServiceClosedIsReplaced() throws Exception {
        service(Upstand.at(plane.address(9), (self, wire) -> {
            self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            if (self.received().size() == 1) {
                self.next(wire); // the second request meets a connection that dies unanswered
            }
        }));
        plane.apply();
        try (Wire wire = shop()) {
            assertThat(wire.post("orders", "/1", "text/plain", "one").response().text())
                    .isEqualTo("ok");
            assertThat(wire.post("orders", "/2", "text/plain", "two").response().text())
                    .isEqualTo("ok");
        }
        assertThat(orders.received()).extracting(Upstand.Received::text).startsWith("one", "two", "two");
        plane.exchange(e -> e.arrivalNumber() == 2);
        assertThat(plane.exchanges()).hasSize(2);
    }

    @Test
    void D125_mocksShadowServicesForItemsButNotForSteps() throws Exception {
        serviceAnswers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal");
        plane.mock(Mocks.of("orders", "/shadowed").body("mock")).apply();
        try (Wire item = shop();
                Wire step = Wire.plain("127.0.0.1", plane.runnerAt())) {
            assertThat(item.get("orders", "/shadowed").response().text()).isEqualTo("mock");
            assertThat(item.get("orders", "/other").response().text()).isEqualTo("real");
            step.send("GET /shadowed HTTP/1.1\r\nHost: orders\r\nx-doppel-token: " + Plane.TOKEN
                    + "\r\nX-Doppel-Request: step-1\r\n\r\n");
            Wire.Response real = step.response();
            assertThat(real.text()).isEqualTo("real");
            assertThat(real.headers()).doesNotContainKey("x-mocked");
        }
        Exchange step = plane.exchange(e -> e.stepRequestId() != null);
        assertThat(step.origin()).isNull();
        assertThat(step.stepRequestId()).isEqualTo("step-1");
        assertThat(step.request().headers()).doesNotContainKeys("x-doppel-token", "x-doppel-request");
        assertThat(orders.received().getLast().headers()).doesNotContainKeys("x-doppel-token", "x-doppel-request");
    }

    @Test
    void stepsWithoutTheTokenAreRefused() throws Exception {
        serviceAnswers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal");
        plane.apply();
        try (Wire step = Wire.plain("127.0.0.1", plane.runnerAt())) {
            step.send("GET / HTTP/1.1\r\nHost: orders\r\nx-doppel-token: wrong\r\n\r\n");
            assertThat(step.response().status()).isEqualTo(403);
            assertThat(step.closedByPeer()).isTrue();
        }
        assertThat(orders.received()).isEmpty();
        assertThat(plane.exchanges()).isEmpty();
    }

    @Test
    void mocksApplyToStepsForOtherHostsWithTheirScheme() throws Exception {
        serviceAnswers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal");
        plane.mock(Mocks.of("api.example:443", "*").body("mock")).apply();
        try (Wire step = Wire.plain("127.0.0.1", plane.runnerAt())) {
            step.send("GET / HTTP/1.1\r\nHost: api.example\r\nx-doppel-scheme: https\r\nx-doppel-token: " + Plane.TOKEN
                    + "\r\n\r\n");
            assertThat(step.response().text()).isEqualTo("mock");
        }
        assertThat(plane.exchange().request().scheme()).isEqualTo("https");
        assertThat(plane.exchange().request().port()).isEqualTo(443);
    }

    @Test
    void D103_unmockedCallsPassThroughAndAreMarked() throws Exception {
        plane.close();
        try (Upstand outside = Upstand.answering("127.0.0.1", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\noutside")) {
            plane = Plane.start("localhost:" + outside.port());
            plane.caller("shop", 1)
                    .outside(outside.port())
                    .egress(Egress.Policy.PASSTHROUGH)
                    .apply();
            try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(outside.port()))) {
                assertThat(wire.get("localhost:" + outside.port(), "/x")
                                .response()
                                .text())
                        .isEqualTo("outside");
                Wire.Response refused =
                        wire.get("127.0.0.1:" + outside.port(), "/x").response();
                assertThat(refused.status()).isEqualTo(502);
                assertThat(refused.text()).contains("127.0.0.0/8");
            }
            Exchange passed = plane.exchange(e -> e.response().status() == 200);
            assertThat(passed.answeredBy()).isEqualTo(Exchange.AnsweredBy.OUTSIDE);
            assertThat(passed.target()).isEqualTo("localhost");
            assertThat(outside.received().getFirst().headers()).containsEntry("host", "localhost:" + outside.port());
        }
    }

    @Test
    void D103_httpsLeavesAsVerifiedTlsWithTheCallersScheme() throws Exception {
        plane.close();
        try (Plane outside = Plane.start().outside(443).mock(Mocks.of("*", "/x").body("far away"))) {
            outside.caller("everyone", 1).egress(Egress.Policy.BLOCK);
            outside.forgetItems();
            outside.loopback("everyone").apply();
            int port = outside.outsideAt(443).getPort();
            String host = outside.outsideAt(443).getHostString();
            plane = Plane.start(Duration.ofSeconds(20), outside.roots(), host + ":" + port);
            plane.caller("shop", 1)
                    .outside(port)
                    .egress(Egress.Policy.PASSTHROUGH)
                    .apply();
            try (Wire wire = Wire.tls(plane.address(1), plane.outsideAt(port), null, plane)) {
                assertThat(wire.get(host + ":" + port, "/x").response().text()).isEqualTo("far away");
            }
            assertThat(plane.exchange().request().scheme()).isEqualTo("https");
            try (Plane distrusting = Plane.start(host + ":" + port)) {
                distrusting
                        .caller("shop", 1)
                        .outside(port)
                        .egress(Egress.Policy.PASSTHROUGH)
                        .apply();
                try (Wire wire = Wire.tls(distrusting.address(1), distrusting.outsideAt(port), null, distrusting)) {
                    Wire.Response refused = wire.get(host + ":" + port, "/x").response();
                    assertThat(refused.status()).isEqualTo(502);
                    assertThat(refused.text()).contains("certif");
                }
            }
        }
    }

    @Test
    void anUnknownHostIsExplained() throws Exception {
        plane.caller("shop", 1).outside(80).egress(Egress.Policy.PASSTHROUGH).apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.outsideAt(80))) {
            Wire.Response answer = wire.get("no-such-host.invalid", "/").response();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("no-such-host.invalid");
        }
        assertThat(plane.exchange().error()).contains("no such host");
    }

    @Test
    void databasesAreRelayedForPeersOnly() throws Exception {
        orders = Upstand.at(plane.address(9), (self, wire) -> {
            byte[] asked = wire.read(5);
            wire.send("got ").send(asked);
            wire.rest();
            wire.send(" bye");
        });
        plane.caller("shop", 1)
                .item("db", ItemKind.DATABASE, 9, orders.port(), null)
                .apply();
        try (Wire wire = Wire.plain(plane.address(1), plane.itemAt("db"))) {
            wire.send("hello");
            assertThat(new String(wire.read(9), StandardCharsets.UTF_8)).isEqualTo("got hello");
            wire.socket().shutdownOutput();
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).isEqualTo(" bye");
        }
        assertThat(plane.records()).isEmpty();
    }
}
