package dev.doppel.dns.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.dns.answer.Messages;
import dev.doppel.dns.environment.HeldEnvironments.Applied;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback, wanted states in, answers out. */
class HeldEnvironmentsTest {
    private final Vertx vertx = Vertx.vertx();
    private final HeldEnvironments held = new HeldEnvironments(vertx);
    private List<ListenerSpec> listeners = List.of();

    @BeforeEach
    void freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            listeners = List.of(new ListenerSpec(Role.DNS, null, "127.0.0.1", probe.getLocalPort(), null));
        }
    }

    @AfterEach
    void close() {
        await(held.close());
        await(vertx.close());
    }

    @Test
    void answersOverUdpAndTcpUntilClosing() throws IOException {
        assertThat(apply(1, Phase.PREPARING, "127.0.0.1")).isEqualTo(new Applied(1, false, null));
        byte[] query = Messages.query("order-service", 1, 1);
        assertThat(udp(query)).endsWith(10, 1, 0, 10);
        assertThat(tcp(query, query)).endsWith(10, 1, 0, 10);

        assertThat(apply(2, Phase.RUNNING, "127.0.0.1")).isEqualTo(new Applied(2, false, null));
        assertThat(udp(query)).endsWith(10, 1, 0, 10);

        assertThat(apply(3, Phase.CLOSING, "127.0.0.1")).isEqualTo(new Applied(3, true, null));
        assertThatThrownBy(() -> tcp(query)).isInstanceOf(IOException.class);
        assertThat(apply(4, Phase.GONE, "127.0.0.1")).isEqualTo(new Applied(4, true, null));
        await(held.forget(new InstanceId("i-1")));
        assertThat(held.size()).isZero();
    }

    /** In a cluster every replica listens on whatever address its pod has; the port says which environment is meant. */
    @Test
    void aListenerOnEveryAddressAnswers() throws IOException {
        listeners = List.of(
                new ListenerSpec(Role.DNS, null, "0.0.0.0", listeners.getFirst().bindPort(), 53));
        assertThat(apply(1, Phase.PREPARING, "127.0.0.1").problem()).isNull();
        byte[] query = Messages.query("order-service", 1, 1);
        assertThat(udp(query)).endsWith(10, 1, 0, 10);
        assertThat(tcp(query, query)).endsWith(10, 1, 0, 10);
    }

    @Test
    void anOlderStateChangesNothing() {
        apply(5, Phase.PREPARING, "127.0.0.1");
        assertThat(await(held.apply(Messages.state(5, Phase.GONE, listeners, "127.0.0.1"))))
                .isEmpty();
    }

    @Test
    void strangersGetNoAnswer() throws IOException {
        apply(1, Phase.PREPARING, "127.0.0.9");
        byte[] query = Messages.query("order-service", 1, 1);
        assertThatThrownBy(() -> udp(query)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> tcp(query)).isInstanceOf(IOException.class);
        List<HeldEnvironments.Refused> refused = held.takeRefused();
        assertThat(refused).hasSize(1);
        assertThat(refused.getFirst().number()).isEqualTo(1);
        assertThat(refused.getFirst().attempt().instance()).isEqualTo(new InstanceId("i-1"));
        assertThat(refused.getFirst().sentence()).startsWith("127.0.0.1 asked for names 2 times and got no answer");
        assertThat(held.takeRefused()).as("each is told once").isEmpty();
    }

    @Test
    void aTakenAddressIsAProblemWithItsName() throws IOException {
        int port = listeners.getFirst().bindPort();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(other.isBound()).isTrue();
            assertThat(apply(1, Phase.PREPARING, "127.0.0.1").problem()).contains("127.0.0.1:" + port);
        }
        assertThat(apply(2, Phase.PREPARING, "127.0.0.1").problem()).isNull();
    }

    @Test
    void anOverlongTcpMessageClosesTheConnection() throws IOException {
        apply(1, Phase.PREPARING, "127.0.0.1");
        try (Socket socket = new Socket("127.0.0.1", listeners.getFirst().bindPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Applied apply(long version, Phase phase, String peer) {
        return await(held.apply(Messages.state(version, phase, listeners, peer)))
                .orElseThrow();
    }

    private byte[] udp(byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setSoTimeout(500);
            InetAddress server = InetAddress.getByName("127.0.0.1");
            socket.send(new DatagramPacket(
                    query, query.length, server, listeners.getFirst().bindPort()));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    /** Sends all queries in one segment and returns the last answer. */
    private byte[] tcp(byte[]... queries) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listeners.getFirst().bindPort())) {
            socket.setSoTimeout(5000);
            DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
            for (byte[] query : queries) {
                out.writeShort(query.length);
                out.write(query);
            }
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[0];
            for (byte[] ignored : queries) {
                answer = in.readNBytes(in.readUnsignedShort());
            }
            return answer;
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
