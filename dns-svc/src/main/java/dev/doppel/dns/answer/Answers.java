package dev.doppel.dns.answer;

import dev.doppel.dns.answer.Query.Asked;
import dev.doppel.dns.answer.Query.DnsClass;
import dev.doppel.dns.answer.Query.Edns;
import dev.doppel.dns.answer.Query.Rcode;
import dev.doppel.dns.answer.Query.Type;
import dev.doppel.dns.zone.Ipv4;
import dev.doppel.dns.zone.Zone;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One query in, one answer out: A records as the zone says, PTR of the environment's own addresses, an empty NOERROR for every other type
 * (definition spec 3.1), errors for what is no query. The question is echoed byte for byte, so case randomisation survives. Pure.
 */
public final class Answers {
    /** Seconds; short, because an address may belong to another environment a minute later. */
    public static final int TTL = 5;

    private static final int PLAIN_UDP = 512;
    private static final int EDNS_UDP = 1232;

    private Answers() {}

    /** How a message travels; decides how large the answer may be. */
    public enum Transport {
        UDP,
        TCP
    }

    /**
     * Answers one message.
     *
     * @param message DNS message without a length prefix; any bytes
     * @return empty when nothing should be sent back
     */
    public static Optional<byte[]> answer(byte[] message, Zone zone, Transport transport) {
        return switch (Query.read(message)) {
            case Query.Ignored ignored -> Optional.empty();
            case Query.Refused refused -> Optional.of(error(message, refused.rcode()));
            case Asked asked -> Optional.of(answer(message, asked, zone, limit(asked.edns(), transport)));
        };
    }

    private static int limit(@Nullable Edns edns, Transport transport) {
        if (transport == Transport.TCP) {
            return 65535;
        }
        return edns == null ? PLAIN_UDP : Math.max(PLAIN_UDP, Math.min(edns.payload(), EDNS_UDP));
    }

    /** As {@link #answer(byte[], Zone, Transport)} for a read query; {@code limit} in bytes, above it the answer is cut and marked TC. */
    static byte[] answer(byte[] message, Asked asked, Zone zone, int limit) {
        int rcode = rcode(asked);
        byte[] rdata = rcode == Rcode.NOERROR ? rdata(asked, zone) : null;
        int type = asked.type() == Type.PTR ? Type.PTR : Type.A;
        int size = asked.questionEnd() + (rdata == null ? 0 : 12 + rdata.length) + (asked.edns() == null ? 0 : 11);
        boolean cut = size > limit;
        ByteBuffer out = ByteBuffer.allocate(size);
        header(out, message, rcode, cut, 1, rdata == null || cut ? 0 : 1, asked.edns() == null ? 0 : 1);
        out.put(message, Query.HEADER, asked.questionEnd() - Query.HEADER);
        if (rdata != null && !cut) {
            out.putShort((short) (0xc000 | Query.HEADER));
            out.putShort((short) type).putShort((short) DnsClass.IN).putInt(TTL);
            out.putShort((short) rdata.length).put(rdata);
        }
        if (asked.edns() != null) {
            out.put((byte) 0).putShort((short) Type.OPT).putShort((short) EDNS_UDP);
            out.put((byte) (rcode >>> 4)).put((byte) 0);
            out.putShort((short) (asked.edns().dnssecOk() ? 0x8000 : 0)).putShort((short) 0);
        }
        return out.position() == size ? out.array() : Arrays.copyOf(out.array(), out.position());
    }

    private static int rcode(Asked asked) {
        if (asked.edns() != null && asked.edns().version() != 0) {
            return Rcode.BADVERS;
        }
        boolean ours = asked.dnsClass() == DnsClass.IN || asked.dnsClass() == DnsClass.ANY;
        boolean transfer = asked.type() == Type.AXFR || asked.type() == Type.IXFR;
        return ours && !transfer ? Rcode.NOERROR : Rcode.REFUSED;
    }

    private static byte @Nullable [] rdata(Asked asked, Zone zone) {
        if (asked.type() == Type.PTR) {
            String name = zone.reverse(asked.name());
            return name == null ? null : labels(name);
        }
        if (asked.type() != Type.A && asked.type() != Type.ANY) {
            return null;
        }
        Ipv4 address = zone.address(asked.name());
        return address == null
                ? null
                : ByteBuffer.allocate(4).putInt(address.bits()).array();
    }

    private static byte[] labels(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 2)
                .put((byte) text.length)
                .put(text)
                .put((byte) 0)
                .array();
    }

    private static byte[] error(byte[] message, int rcode) {
        ByteBuffer out = ByteBuffer.allocate(Query.HEADER);
        header(out, message, rcode, false, 0, 0, 0);
        return out.array();
    }

    private static void header(
            ByteBuffer out, byte[] message, int rcode, boolean cut, int questions, int answers, int additional) {
        out.put(message[0]).put(message[1]);
        // QR, opcode and RD as asked, AA, TC; then RA, CD as asked: with neither AA nor RA glibc takes an empty answer
        // for a lame server
        out.put((byte) (0x80 | message[2] & 0x79 | 0x04 | (cut ? 0x02 : 0)));
        out.put((byte) (0x80 | message[3] & 0x10 | rcode & 15));
        out.putShort((short) questions)
                .putShort((short) answers)
                .putShort((short) 0)
                .putShort((short) additional);
    }
}
