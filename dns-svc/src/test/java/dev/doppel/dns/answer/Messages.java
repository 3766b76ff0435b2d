package dev.doppel.dns.answer;

import dev.doppel.contract.environment.Egress;
import dev.doppel.contract.environment.EnvironmentItem;
import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.environment.ItemKind;
import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.Phase;
import dev.doppel.contract.id.AttemptId;
import dev.doppel.contract.id.Incarnation;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.ReplicaId;
import dev.doppel.contract.id.RunId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Builds DNS messages and wanted states for tests. */
public final class Messages {
    private Messages() {}

    /** A query with RD set and id 0x1234. */
    public static byte[] query(String name, int type, int dnsClass, byte... additional) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, (byte) (additional.length > 0 ? 1 : 0)});
        out.writeBytes(labels(name));
        out.writeBytes(new byte[] {(byte) (type >> 8), (byte) type, (byte) (dnsClass >> 8), (byte) dnsClass});
        out.writeBytes(additional);
        return out.toByteArray();
    }

    public static byte[] labels(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write(0);
        return out.toByteArray();
    }

    /** OPT with a payload size. */
    public static byte[] opt(int payload, int version) {
        return new byte[] {0, 0, 41, (byte) (payload >> 8), (byte) payload, 0, (byte) version, (byte) 0x80, 0, 0, 0};
    }

    /** An environment with the items {@code order-service}, {@code db} and the worker {@code mailer}. */
    public static EnvironmentState state(long version, Phase phase, List<ListenerSpec> listeners, String peer) {
        return new EnvironmentState(
                new AttemptId(new InstanceId("i-1"), 1, new Incarnation("inc")),
                new RunId("r-1"),
                "demo",
                version,
                phase,
                new ReplicaId("mock-0"),
                List.of(
                        new EnvironmentItem("order-service", ItemKind.SERVICE, "10.1.0.10", peer, 3001, null, false),
                        new EnvironmentItem("db", ItemKind.DATABASE, "10.1.0.11", "10.1.0.131", 5432, null, false),
                        new EnvironmentItem("mailer", ItemKind.WORKER, null, "10.1.0.132", null, null, false)),
                listeners,
                "10.1.0.2",
                List.of(),
                null,
                List.of(),
                new Egress(Egress.Policy.PASSTHROUGH, List.of()),
                "token",
                1 << 20);
    }
}
