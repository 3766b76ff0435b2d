package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.exchange.Exchange;
import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.H2;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.mock.plane.Plane;
import dev.doppel.mock.plane.Upstand;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 on the wire, by prior knowledge and by ALPN. */
class Http2Test {
    private final Plane plane = Plane.start().caller("shop", 1).outside(80).outside(443);
    private Upstand service;

    @AfterEach
    void close() {
        plane.close();
        if (service != null) {
            service.close();
        }
    }

    private H2 outside() {
        return H2.connect(plane.address(1), plane.outsideAt(80));
    }

    private H2 toService(Upstand.Script script) {
        service = Upstand.at(plane.address(9), script);
        plane.service("svc", 9, service.port()).apply();
        return H2.connect(plane.address(1), plane.itemAt("svc"));
    }

    @Test
    void mocksAnswerByPriorKnowledge() throws Exception {
        plane.mock(Mocks.of("a.example", "/x")
                        .status(201)
                        .header("X-Two", "a")
                        .header("X-Two", "b")
                        .body("{}"))
                .apply();
        try (H2 client = outside()) {
            H2.Stream stream = client.get("a.example", "/x?q=1");
            assertThat(stream.status()).isEqualTo(201);
            assertThat(stream.text()).isEqualTo("{}");
            assertThat(stream.head().get("x-mocked")).hasToString("true");
            assertThat(stream.head().getAll("x-two")).hasSize(2);
        }
        Exchange exchange = plane.exchange();
        assertThat(exchange.request().httpVersion()).isEqualTo("2");
        assertThat(exchange.request().host()).isEqualTo("a.example");
        assertThat(exchange.request().query()).isEqualTo("q=1");
        assertThat(exchange.request().headers().keySet()).noneMatch(name -> name.startsWith("x-http2"));
        assertThat(exchange.request().headers()).doesNotContainKey("transfer-encoding");
        assertThat(exchange.origin()).isEqualTo("shop");
    }

    @Test
    void D105_theJvmsClientSpeaksHttp2OverTls() throws Exception {
        plane.mock(Mocks.of("*", "/x").body("mock")).apply();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", plane.authority().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        InetSocketAddress at = plane.outsideAt(443);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .localAddress(InetAddress.getByName(plane.address(1)))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + at.getHostString() + ":" + at.getPort() + "/x"))
                            .POST(HttpRequest.BodyPublishers.ofString("hello"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("mock");
        }
        assertThat(plane.exchange().request().body().text()).isEqualTo("hello");
        assertThat(plane.exchange().request().scheme()).isEqualTo("https");
    }

    @Test
    void aThousandStreamsAtOnce() throws Exception {
        plane.mock(Mocks.of("a.example", "*").delay(300).body("ok")).apply();
        try (H2 client = outside()) {
            List<H2.Stream> streams = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                streams.add(client.get("a.example", "/" + i));
            }
            for (H2.Stream stream : streams) {
                assertThat(stream.text()).isEqualTo("ok");
            }
        }
        Await.isTrue("all recorded", () -> plane.exchanges().size() == 1000);
        plane.assertNumbersComplete();
        assertThat(plane.exchanges()).allSatisfy(e -> assertThat(e.delivered()).isTrue());
    }

    @Test
    void aCancelledStreamIsAbandonedAndOthersGoOn() throws Exception {
        plane.mock(Mocks.of("a.example", "/slow").delay(60_000).body("slow"))
                .mock(Mocks.of("a.example", "/fast").body("fast"))
                .apply();
        try (H2 client = outside()) {
            H2.Stream slow = client.get("a.example", "/slow");
            assertThat(client.get("a.example", "/fast").text()).isEqualTo("fast");
            slow.cancel();
            Exchange abandoned = plane.exchange(e -> e.request().path().equals("/slow"));
            assertThat(abandoned.state()).isEqualTo(Exchange.State.ABANDONED);
            assertThat(abandoned.delivered()).isFalse();
            assertThat(client.get("a.example", "/fast").text()).isEqualTo("fast");
        }
    }

    @Test
    void cancelReachesTheService() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (H2 client = toService((self, wire) -> {
            self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            if (wire.closedByPeer()) {
                hungUp.countDown();
            }
        })) {
            H2.Stream stream = client.get("svc", "/");
            assertThat(stream.piece()).isEqualTo("abc");
            stream.cancel();
            assertThat(hungUp.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
        assertThat(plane.exchange().response().body().text()).isEqualTo("abc");
        assertThat(plane.exchange().delivered()).isFalse();
    }

    @Test
    void afterGoAwayOpenStreamsAreStillAnswered() throws Exception {
        plane.mock(Mocks.of("a.example", "*").delay(300).body("ok")).apply();
        try (H2 client = outside()) {
            H2.Stream stream = client.get("a.example", "/");
            client.goAway();
            assertThat(stream.text()).isEqualTo("ok");
        }
        assertThat(plane.exchange().delivered()).isTrue();
    }

    @Test
    void callsToServicesBecomeHttp1AndStreamBothWays() throws Exception {
        try (H2 client = toService((self, wire) -> {
            while (!wire.line().isEmpty()) {}
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int size = wire.chunkSize(); size > 0; size = wire.chunkSize()) {
                byte[] bytes = wire.read(size);
                wire.line();
                wire.send(Integer.toHexString(size) + "\r\n").send(bytes).send("\r\n");
            }
            wire.line();
            wire.send("0\r\n\r\n");
        })) {
            H2.Stream stream = client.open(H2.head("POST", "svc", "/up"), false);
            for (String piece : new String[] {"one", "two", "three"}) {
                stream.data(piece, false);
                assertThat(stream.piece()).isEqualTo(piece);
            }
            stream.data("", true);
            assertThat(stream.text()).isEqualTo("onetwothree");
            assertThat(stream.head().contains("transfer-encoding")).isFalse();
        }
        assertThat(plane.exchange().request().body().text()).isEqualTo("onetwothree");
    }

    @Test
    void aBrokenServiceResetsTheStream() throws Exception {
        try (H2 client = toService((self, wire) -> {
            self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        })) {
            assertThat(client.get("svc", "/").resetCode()).isEqualTo(2);
            assertThat(plane.exchange().error()).contains("broke off");
        }
    }

    @Test
    void largeBodiesPassWhole() throws Exception {
        int size = 8 << 20;
        try (H2 client = toService((self, wire) -> {
            self.next(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n").send(new byte[size]);
        })) {
            assertThat(client.get("svc", "/").size()).isEqualTo(size);
        }
        assertThat(plane.exchange().response().body().size()).isEqualTo(size);
    }

    @Test
    void headersOf64KiBPass() throws Exception {
        plane.mock(Mocks.of("a.example", "*").body("ok")).apply();
        try (H2 client = outside()) {
            Http2Headers head = H2.head("GET", "a.example", "/");
            head.set("x-big", "y".repeat(64 * 1024));
            assertThat(client.open(head, true).text()).isEqualTo("ok");
        }
        assertThat(plane.exchange().request().headers().get("x-big").getFirst()).hasSize(64 * 1024);
    }

    @Test
    void grpcReachesTheServiceAsHttp2WithItsTrailers() throws Exception {
        Channel server = H2.grpcEcho(plane.address(9));
        try {
            plane.service("grpc", 9, ((InetSocketAddress) server.localAddress()).getPort())
                    .apply();
            try (H2 client = H2.connect(plane.address(1), plane.itemAt("grpc"))) {
                Http2Headers head = H2.head("POST", "grpc", "/pay.Pay/Charge");
                head.set("content-type", "application/grpc+proto").set("te", "trailers");
                H2.Stream stream = client.open(head, false).data("ping", false);
                assertThat(stream.head().get("x-te")).hasToString("trailers");
                assertThat(stream.piece()).isEqualTo("ping");
                assertThat(plane.exchange(e -> e.state() == Exchange.State.OPEN).target())
                        .isEqualTo("grpc");
                stream.data("pong", true);
                assertThat(stream.trailers().get("grpc-status")).hasToString("0");
                assertThat(stream.text()).isEqualTo("pingpong");
            }
            Exchange exchange = plane.exchange();
            assertThat(exchange.response().headers()).containsEntry("grpc-status", List.of("0"));
            assertThat(exchange.request().path()).isEqualTo("/pay.Pay/Charge");
        } finally {
            server.close();
        }
    }
}
