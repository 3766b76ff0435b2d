package dev.doppel.mock.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which addresses count as outside: no loopback, private, link-local, shared, reserved, multicast or cluster range. Immutable. */
public final class AddressRules {
    private static final List<String> NEVER = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/127",
            "64:ff9b:1::/48",
            "2001:db8::/32",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private final List<Range> refused = new ArrayList<>();

    private record Range(String text, byte[] network, int bits) {
        static Range parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("not a range such as 10.0.0.0/8: " + text);
            }
            byte[] network = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) {
                throw new IllegalArgumentException("prefix length out of range: " + text);
            }
            return new Range(text, network, bits);
        }

        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param more further ranges of the installation, such as its cluster's, in CIDR form */
    public AddressRules(List<String> more) {
        NEVER.forEach(range -> refused.add(Range.parse(range)));
        more.forEach(range -> refused.add(Range.parse(range)));
    }

    /** The range that forbids the address, or null when it is outside. */
    public @Nullable String refusedBy(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] inner = embedded(bytes);
        for (Range range : refused) {
            if (range.holds(bytes) || inner != null && range.holds(inner)) {
                return range.text();
            }
        }
        return null;
    }

    /** The IPv4 address that a mapped, translated (RFC 6052) or 6to4 address really leads to. */
    private static byte @Nullable [] embedded(byte[] bytes) {
        if (bytes.length != 16) {
            return null;
        }
        byte[] nat64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};
        byte[] head = Arrays.copyOf(bytes, 12);
        if (Arrays.equals(head, nat64) || Arrays.equals(head, mapped) || Arrays.equals(head, new byte[12])) {
            return Arrays.copyOfRange(bytes, 12, 16);
        }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? Arrays.copyOfRange(bytes, 2, 6) : null;
    }
}
