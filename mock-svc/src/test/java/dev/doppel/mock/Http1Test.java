package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import dev.doppel.mock.plane.Wire;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 on the wire, byte by byte. */
class Http1Test {
    private final Plane plane = Plane.start().caller("shop", 1).outside(80);
    private Upstand service;

    @AfterEach
    void close() {
        plane.close();
        if (service != null) {
            service.close();
        }
    }

    private Wire outside() throws Exception {
        return Wire.plain(plane.address(1), plane.outsideAt(80));
    }

    private Wire toService(Upstand.Script script) throws Exception {
        service = Upstand.at(plane.address(9), script);
        plane.service("svc", 9, service.port()).apply();
        return Wire.plain(plane.address(1), plane.itemAt("svc"));
    }

    @Test
    void chunkedWithTrailersBothWays() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            self.next(connection);
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
                    + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nx-sum: 7\r\n\r\n");
        })) {
            wire.send(
                    "POST / HTTP/1.1\r\nHost: svc\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n0\r\nx-check: 1\r\n\r\n");
            Wire.Response answer = wire.response();
            assertThat(answer.text()).isEqualTo("abcde");
            assertThat(answer.trailers()).containsEntry("x-sum", "7");
            assertThat(service.received().getFirst().text()).isEqualTo("Wiki");
            assertThat(service.received().getFirst().trailers()).containsEntry("x-check", "1");
        }
        assertThat(plane.exchange().request().body().text()).isEqualTo("Wiki");
        assertThat(plane.exchange().response().body().text()).isEqualTo("abcde");
        assertThat(plane.exchange().response().headers()).containsKey("x-sum");
    }

    @Test
    void continueIsAnsweredForMocksAndPassedOnForServices() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("mock"));
        try (Wire wire = toService((self, connection) -> {
            assertThat(connection.line()).startsWith("POST");
            while (!connection.line().isEmpty()) {}
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(new String(connection.read(4), StandardCharsets.UTF_8)).isEqualTo("body");
            connection.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        })) {
            wire.send("POST / HTTP/1.1\r\nHost: svc\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(wire.head().status()).isEqualTo(100);
            assertThat(wire.send("body").response().status()).isEqualTo(201);
        }
        try (Wire wire = outside()) {
            wire.send("POST / HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(wire.head().status()).isEqualTo(100);
            assertThat(wire.send("body").response().text()).isEqualTo("mock");
        }
    }

    @Test
    void aFinalAnswerInsteadOfContinueEndsTheConnection() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            while (!connection.line().isEmpty()) {}
            connection.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            connection.rest();
        })) {
            wire.send("POST / HTTP/1.1\r\nHost: svc\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            Wire.Response answer = wire.response();
            assertThat(answer.status()).isEqualTo(417);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.closedByPeer()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        plane.mock(Mocks.of("a.example", "/slow").delay(150).body("slow"))
                .mock(Mocks.of("a.example", "/fast").body("fast"))
                .apply();
        try (Wire wire = outside()) {
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                burst.append("GET /").append(i == 0 ? "slow" : "fast").append(" HTTP/1.1\r\nHost: a.example\r\n\r\n");
            }
            wire.send(burst.toString());
            assertThat(wire.response().text()).isEqualTo("slow");
            for (int i = 1; i < 400; i++) {
                assertThat(wire.response().text()).isEqualTo("fast");
            }
        }
        Await.isTrue("all recorded", () -> plane.exchanges().size() == 400);
        plane.assertNumbersComplete();
    }

    @Test
    void headAndBodilessStatuses() throws Exception {
        plane.mock(Mocks.of("a.example", "/page").body("12345"))
                .mock(Mocks.of("a.example", "/204").status(204).body("ignored"))
                .mock(Mocks.of("a.example", "/304").status(304).header("etag", "x"))
                .apply();
        try (Wire wire = outside()) {
            wire.send("HEAD /page HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(wire.response(true).headers()).containsEntry("content-length", "5");
            wire.get("a.example", "/204");
            Wire.Response empty = wire.response();
            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            wire.get("a.example", "/304");
            assertThat(wire.response().headers()).containsEntry("etag", "x");
            assertThat(wire.get("a.example", "/page").response().text()).isEqualTo("12345");
        }
    }

    @Test
    void forwardedHeadKeepsItsLength() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            self.next(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
            self.next(connection);
            connection.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 98\r\n\r\n");
            self.next(connection);
            connection.send("HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            wire.send("HEAD / HTTP/1.1\r\nHost: svc\r\n\r\n");
            assertThat(wire.response(true).headers()).containsEntry("content-length", "99");
            assertThat(wire.get("svc", "/").response().status()).isEqualTo(304);
            assertThat(wire.get("svc", "/").response().status()).isEqualTo(204);
        }
    }

    @Test
    void lengthAndChunkedTogetherAreRefused() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("mock")).apply();
        try (Wire wire = outside()) {
            wire.send(
                    "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            Wire.Response answer = wire.response();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("Content-Length and Transfer-Encoding");
            assertThat(wire.closedByPeer()).isTrue();
        }
        assertThat(plane.diagnostic(Diagnostic.Kind.MALFORMED).item()).isEqualTo("shop");
    }

    @Test
    void twoLengthsTwoHostsAndNoHostAreRefused() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("mock")).apply();
        for (String head : new String[] {
            "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET a/b HTTP/1.1\r\nHost: a.example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.example:99999\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        }) {
            try (Wire wire = outside()) {
                assertThat(wire.send(head).response().status()).as(head).isEqualTo(400);
                assertThat(wire.closedByPeer()).isTrue();
            }
        }
    }

    @Test
    void headersOf64KiBPassAndLargerOnesAreRefused() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            self.next(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Big: " + "y".repeat(64 * 1024) + "\r\n\r\n");
        })) {
            wire.send("GET / HTTP/1.1\r\nHost: svc\r\nX-Big: " + "x".repeat(64 * 1024) + "\r\n\r\n");
            assertThat(wire.response().headers().get("x-big")).hasSize(64 * 1024);
        }
        assertThat(service.received().getFirst().headers().get("x-big")).hasSize(64 * 1024);
        try (Wire wire = Wire.plain(plane.address(1), plane.itemAt("svc"))) {
            wire.send("GET / HTTP/1.1\r\nHost: svc\r\nX-Big: " + "x".repeat(140 * 1024) + "\r\n\r\n");
            assertThat(wire.response().status()).isEqualTo(431);
        }
    }

    @Test
    void http10WithoutKeepAliveIsClosedAfterTheAnswer() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("mock")).apply();
        try (Wire wire = outside()) {
            wire.send("GET / HTTP/1.0\r\nHost: a.example\r\n\r\n");
            Wire.Response answer = wire.response();
            assertThat(answer.text()).isEqualTo("mock");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.closedByPeer()).isTrue();
        }
        try (Wire wire = outside()) {
            wire.send("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
            assertThat(wire.response().text()).isEqualTo("mock");
            assertThat(wire.closedByPeer()).isTrue();
        }
    }

    @Test
    void anAnswerThatEndsWithTheConnectionReachesOldAndNewCallers() throws Exception {
        Upstand.Script script = (self, connection) -> {
            self.next(connection);
            connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
        };
        try (Wire wire = toService(script)) {
            Wire.Response answer = wire.get("svc", "/").response();
            assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(answer.text()).isEqualTo("until the end");
            wire.send("GET / HTTP/1.0\r\nHost: svc\r\n\r\n");
            assertThat(wire.response().text()).isEqualTo("until the end");
            assertThat(wire.closedByPeer()).isTrue();
        }
    }

    @Test
    void webSocketsAreTunnelled() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            Upstand.Received request = self.next(connection);
            assertThat(request.headers()).containsEntry("upgrade", "websocket").containsEntry("connection", "upgrade");
            connection.send(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello");
            assertThat(new String(connection.read(4), StandardCharsets.UTF_8)).isEqualTo("ping");
            connection.send("pong");
        })) {
            wire.send("GET /ws HTTP/1.1\r\nHost: svc\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: x\r\n\r\n");
            Wire.Response head = wire.head();
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.headers()).containsEntry("upgrade", "websocket");
            assertThat(new String(wire.read(5), StandardCharsets.UTF_8)).isEqualTo("hello");
            Exchange open = plane.exchange(e -> e.state() == Exchange.State.OPEN);
            assertThat(open.response().status()).isEqualTo(101);
            wire.send("ping");
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).isEqualTo("pong");
        }
        Exchange end = plane.exchange();
        assertThat(end.state()).isEqualTo(Exchange.State.COMPLETE);
        assertThat(end.response().body().text()).isEqualTo("hellopong");
        assertThat(end.request().body().text()).isEqualTo("ping");
        assertThat(end.id())
                .isEqualTo(plane.exchange(e -> e.state() == Exchange.State.OPEN).id());
    }

    @Test
    void aClientThatOffersH2cStaysWithHttp1() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("mock")).apply();
        try (Wire wire = outside()) {
            wire.send("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n\r\n");
            assertThat(wire.response().text()).isEqualTo("mock");
        }
    }

    @Test
    void theFirstEventArrivesBeforeTheLastIsSent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Wire wire = toService((self, connection) -> {
            self.next(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "9\r\ndata: 1\n\n\r\n");
            seen.await();
            connection.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        })) {
            wire.get("svc", "/events").head();
            assertThat(wire.chunkSize()).isEqualTo(9);
            assertThat(new String(wire.read(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            assertThat(plane.exchange(e -> e.state() == Exchange.State.OPEN)
                            .response()
                            .status())
                    .isEqualTo(200);
            seen.countDown();
            wire.line();
            assertThat(wire.chunkSize()).isEqualTo(9);
        }
        assertThat(plane.exchange().response().body().text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void bothBodiesFlowAtOnce() throws Exception {
        try (Wire wire = toService((self, connection) -> {
            while (!connection.line().isEmpty()) {}
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int size = connection.chunkSize(); size > 0; size = connection.chunkSize()) {
                byte[] bytes = connection.read(size);
                connection.line();
                connection.send(Integer.toHexString(size) + "\r\n").send(bytes).send("\r\n");
            }
            connection.line();
            connection.send("0\r\n\r\n");
        })) {
            wire.send("POST / HTTP/1.1\r\nHost: svc\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send("3\r\nabc\r\n");
            wire.head();
            assertThat(wire.chunkSize()).isEqualTo(3);
            assertThat(new String(wire.read(3), StandardCharsets.UTF_8)).isEqualTo("abc");
            wire.line();
            for (int i = 0; i < 50; i++) {
                wire.send("1\r\n" + (char) ('a' + i % 26) + "\r\n");
                assertThat(wire.chunkSize()).isEqualTo(1);
                assertThat(wire.read(1)[0]).isEqualTo((byte) ('a' + i % 26));
                wire.line();
            }
            wire.send("0\r\n\r\n");
            assertThat(wire.chunkSize()).isZero();
        }
        assertThat(plane.exchange().request().body().size()).isEqualTo(53);
    }

    @Test
    void absoluteTargetsWork() throws Exception {
        plane.mock(Mocks.of("a.example", "/x").body("mock")).apply();
        try (Wire wire = outside()) {
            wire.send("GET http://a.example/x?q=1 HTTP/1.1\r\nHost: ignored\r\n\r\n");
            assertThat(wire.response().text()).isEqualTo("mock");
        }
        assertThat(plane.exchange().request().query()).isEqualTo("q=1");
    }

    @Test
    void bytesThatAreNeitherTlsNorHttpAreReportedAsEscape() throws Exception {
        plane.apply();
        try (Wire wire = outside()) {
            wire.send(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 22, 47});
            assertThat(wire.closedByPeer()).isTrue();
        }
        Diagnostic escape = plane.diagnostic(Diagnostic.Kind.ESCAPE);
        assertThat(escape.item()).isEqualTo("shop");
        assertThat(escape.message()).contains("neither TLS nor HTTP");
    }
}
