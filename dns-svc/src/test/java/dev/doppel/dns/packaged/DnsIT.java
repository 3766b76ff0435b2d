package dev.doppel.dns.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.dns.answer.Messages;
import dev.doppel.testkit.kafka.KafkaTestResource;
import dev.doppel.testkit.packaged.Conversation;
import dev.doppel.testkit.packaged.Health;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packaged service, jar or binary, with a real broker: wanted states and questions in, answers out. */
@QuarkusIntegrationTest
@QuarkusTestResource(KafkaTestResource.class)
class DnsIT {
    @TestHTTPResource("/")
    URI base;

    @Test
    void becomesReady() throws Exception {
        Health.awaitUp(base, "ready");
        Health.awaitUp(base, "live");
    }

    @Test
    void anItemsNameLeadsToItsInterceptionAddress() throws Exception {
        Health.awaitUp(base, "ready");
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        int port;
        try (DatagramSocket probe = new DatagramSocket(0, loopback)) {
            port = probe.getLocalPort();
        }
        List<ListenerSpec> listeners = List.of(new ListenerSpec(ListenerSpec.Role.DNS, null, "127.0.0.1", port, null));
        try (Conversation conversation = new Conversation(Topic.INTERCEPTION);
                DatagramSocket socket = new DatagramSocket(0, loopback)) {
            conversation.await(ReplicaAnnounced.class, one -> one.service().equals("dns"));
            EnvironmentState wanted = Messages.state(1, Phase.RUNNING, listeners, "127.0.0.1");
            conversation.say(wanted);
            conversation.await(
                    EnvironmentApplied.class, one -> one.attempt().equals(wanted.attempt()) && !one.closed());

            byte[] query = Messages.query("order-service", 1, 1);
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(query, query.length, loopback, port));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            byte[] said = Arrays.copyOf(answer.getData(), answer.getLength());
            assertThat(said[7]).as("answers").isEqualTo((byte) 1);
            assertThat(Arrays.copyOfRange(said, said.length - 4, said.length)).containsExactly(10, 1, 0, 10);

            conversation.say(Messages.state(2, Phase.CLOSING, listeners, "127.0.0.1"));
            conversation.await(EnvironmentApplied.class, one -> one.attempt().equals(wanted.attempt()) && one.closed());
        }
    }
}
