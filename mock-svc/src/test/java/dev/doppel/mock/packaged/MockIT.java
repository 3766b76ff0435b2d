package dev.doppel.mock.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.mock.plane.Mocks;
import dev.doppel.testkit.packaged.Conversation;
import dev.doppel.testkit.packaged.Health;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or binary, with a real broker: wanted states and calls in, exchanges out. */
@QuarkusIntegrationTest
@WithTestResource(value = PackagedResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class MockIT {
    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReady() throws Exception {
        Health.awaitUp(base, "ready");
        Health.awaitUp(base, "live");
    }

    @Test
    void aCallOfAnItemIsAnsweredByAMockAndRecorded() throws Exception {
        Health.awaitUp(base, "ready");
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = probe.getLocalPort();
        }
        try (Conversation conversation = new Conversation(Topic.INTERCEPTION, Topic.EXCHANGES)) {
            ReplicaAnnounced replica = conversation.await(
                    ReplicaAnnounced.class, one -> one.service().equals("mock"));
            AttemptId attempt = new AttemptId(new InstanceId("i-" + UUID.randomUUID()), 1, replica.incarnation());
            conversation.say(state(attempt, replica, Phase.RUNNING, 1, port));
            EnvironmentApplied applied = conversation.await(
                    EnvironmentApplied.class, one -> one.attempt().equals(attempt));
            assertThat(applied.problem()).isNull();

            assertThat(call(port)).startsWith("HTTP/1.1 402").endsWith("{\"declined\":true}");
            Exchange exchange =
                    conversation.await(Exchange.class, one -> one.attempt().equals(attempt));
            assertThat(exchange.origin()).isEqualTo("payment");
            assertThat(exchange.request().host() + exchange.request().path()).isEqualTo("api.stripe.com/v1/charges");
            conversation.say(state(attempt, replica, Phase.CLOSING, 2, port));
            conversation.await(EnvironmentApplied.class, one -> one.attempt().equals(attempt) && one.closed());
        }
    }

    private static EnvironmentState state(
            AttemptId attempt, ReplicaAnnounced replica, Phase phase, long version, int port) {
        return new EnvironmentState(
                attempt,
                new RunId("r-packaged"),
                "packaged",
                version,
                phase,
                replica.replica(),
                List.of(new EnvironmentItem("payment", ItemKind.SERVICE, "127.0.0.10", "127.0.0.1", 8080, null, false)),
                List.of(new ListenerSpec(ListenerSpec.Role.OUTSIDE, null, "127.0.0.1", port, 80)),
                "127.0.0.1",
                List.of(Mocks.of("api.stripe.com", "/v1/charges")
                        .status(402)
                        .body("{\"declined\":true}")
                        .build(0)),
                null,
                List.of(),
                new Egress(Egress.Policy.BLOCK, List.of()),
                "token",
                1 << 20);
    }

    private static String call(int port) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST /v1/charges HTTP/1.1\r\nHost: api.stripe.com\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 15\r\nConnection: close\r\n\r\n{\"amount\":1998}")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
