package dev.doppel.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.mock.plane.Await;
import dev.doppel.mock.plane.Wire;
import dev.doppel.mock.serve.TwinHandler;
import dev.doppel.mock.standing.TwinServer;
import dev.doppel.mock.transport.Transport;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Delivery;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.http.WebhookIntent;
import dev.doppel.twin.load.FileResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A twin behind a listener of its own, over real sockets. */
class TwinServerTest {
    private static final String TASKS = """
            version: "1.0"
            tables:
              - name: tasks
                idField: id
                seedData:
                  - {id: t1, title: sweep}
            mocks:
              - {id: list, http: {matcher: {method: GET, path: /tasks}, statefulBinding: {table: tasks, action: list}}}
              - {id: make, http: {matcher: {method: POST, path: /tasks}, statefulBinding: {table: tasks, action: create}}}
            webhooks:
              - {on: tasks.create, url: "http://example.invalid/hook", format: json}
            """;

    private final Transport transport = Transport.start(1);
    private final List<WebhookIntent> called = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        transport.close();
    }

    private TwinServer serve(TwinHandler handler) throws IOException {
        return TwinServer.start(
                transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler, called::addAll, null);
    }

    private static TwinInstance tasks() {
        return TwinEngine.load("mockd.yaml", TASKS, FileResolver.memory(Map.of()), TwinOptions.defaults())
                .start();
    }

    private static TwinHandler always(TwinResponse response) {
        return new TwinHandler() {
            @Override
            public TwinResponse handle(TwinRequest request) {
                return response;
            }

            @Override
            public long bodyLimit() {
                return 1024;
            }
        };
    }

    private static TwinResponse text(String body, Delivery delivery) {
        return new TwinResponse(200, Headers.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8))
                .withDelivery(delivery);
    }

    @Test
    void aTableIsReadAndWrittenAndWebhooksAreHandedOn() throws Exception {
        try (TwinServer server = serve(TwinHandler.of(tasks()));
                Wire wire = Wire.plain("127.0.0.1", server.address())) {
            assertThat(wire.post("twin", "/tasks", "application/json", "{\"title\":\"wash\"}")
                            .response()
                            .status())
                    .isEqualTo(201);
            assertThat(wire.get("twin", "/tasks").response().text()).contains("sweep", "wash");
            WebhookIntent intent = Await.until("a webhook", () -> called.isEmpty() ? null : called.getFirst());
            assertThat(intent.event()).isEqualTo("tasks.create");
        }
    }

    @Test
    void aHandlerThatBlocksKeepsNobodyElseWaiting() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        TwinHandler slow = new TwinHandler() {
            @Override
            public TwinResponse handle(TwinRequest request) {
                try {
                    if (request.rawPath().equals("/slow") && !free.await(20, TimeUnit.SECONDS)) {
                        return TwinResponse.empty(504);
                    }
                } catch (InterruptedException e) {
                    return TwinResponse.empty(503);
                }
                return TwinResponse.empty(204);
            }

            @Override
            public long bodyLimit() {
                return 0;
            }
        };
        try (TwinServer server = serve(slow);
                Wire first = Wire.plain("127.0.0.1", server.address());
                Wire second = Wire.plain("127.0.0.1", server.address())) {
            first.get("twin", "/slow");
            assertThat(second.get("twin", "/quick").response().status()).isEqualTo(204);
            free.countDown();
            assertThat(first.response().status()).isEqualTo(204);
        }
    }

    @Test
    void piecesComeAsAStream() throws Exception {
        Delivery pieces = new Delivery.Chunks(
                List.of(new Delivery.Chunk(Duration.ZERO, 0, 3), new Delivery.Chunk(Duration.ofMillis(5), 3, 6)));
        try (TwinServer server = serve(always(text("onetwo", pieces)));
                Wire wire = Wire.plain("127.0.0.1", server.address())) {
            Wire.Response answer = wire.get("twin", "/").response();
            assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(answer.text()).isEqualTo("onetwo");
            assertThat(wire.get("twin", "/again").response().text()).isEqualTo("onetwo");
        }
    }

    @Test
    void throttledBytesTakeTheirTimeAndAllArrive() throws Exception {
        String body = "x".repeat(300);
        try (TwinServer server = serve(always(text(body, new Delivery.Throttled(2000))));
                Wire wire = Wire.plain("127.0.0.1", server.address())) {
            long from = System.nanoTime();
            assertThat(wire.get("twin", "/").response().text()).isEqualTo(body);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(95));
        }
    }

    @Test
    void aTruncatedAnswerEndsWithItsConnection() throws Exception {
        try (TwinServer server = serve(always(text("truncated", new Delivery.Truncated(5))));
                Wire wire = Wire.plain("127.0.0.1", server.address())) {
            Wire.Response head = wire.get("twin", "/").head();
            assertThat(head.headers()).containsEntry("content-length", "9");
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).isEqualTo("trunc");
        }
    }

    @Test
    void aResetClosesWithoutAnAnswer() throws Exception {
        try (TwinServer server = serve(always(text("never", new Delivery.Reset())));
                Wire wire = Wire.plain("127.0.0.1", server.address())) {
            wire.get("twin", "/");
            assertThat(wire.closedByPeer()).isTrue();
        }
    }

    @Test
    void delaysAreWaitedOutAndTooLongBodiesAreRefusedInTheTwinsWords() throws Exception {
        TwinInstance small = TwinEngine.load(
                        "mockd.yaml",
                        TASKS + "serverConfig: {maxBodySize: 100}\n",
                        FileResolver.memory(Map.of()),
                        TwinOptions.defaults())
                .start();
        TwinResponse late = text("late", Delivery.WHOLE).withDelay(Duration.ofMillis(120));
        try (TwinServer delayed = serve(always(late));
                TwinServer limited = serve(TwinHandler.of(small));
                Wire first = Wire.plain("127.0.0.1", delayed.address());
                Wire second = Wire.plain("127.0.0.1", limited.address())) {
            long from = System.nanoTime();
            assertThat(first.get("twin", "/").response().text()).isEqualTo("late");
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(119));
            Wire.Response refused = second.post(
                            "twin", "/tasks", "application/json", "{\"title\":\"" + "y".repeat(500) + "\"}")
                    .response();
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text()).contains("larger than 100 bytes");
        }
    }

    @Test
    void anAddressInUseIsSaid() throws Exception {
        try (TwinServer server = serve(always(TwinResponse.empty(204)))) {
            assertThatThrownBy(() -> TwinServer.start(
                            transport, server.address(), always(TwinResponse.empty(204)), called::addAll, null))
                    .hasMessageContaining("cannot listen on " + server.address());
        }
    }
}
