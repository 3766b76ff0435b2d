package dev.doppel.dns.zone;

/**
 * An IPv4 address. Immutable.
 *
 * @param bits network order, first octet highest
 */
public record Ipv4(int bits) {
    public static final Ipv4 LOOPBACK = new Ipv4(0x7f000001);

    /**
     * Reads dotted decimal; never asks a resolver.
     *
     * @throws IllegalArgumentException naming the text when it is anything else
     */
    public static Ipv4 parse(String text) {
        int bits = 0;
        int octet = -1;
        int octets = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.' && octet >= 0 && octets < 4) {
                bits = bits << 8 | octet;
                octets++;
                octet = -1;
            } else if (c >= '0' && c <= '9' && octet != 0 && octets < 4) {
                octet = Math.max(octet, 0) * 10 + (c - '0');
                if (octet > 255) {
                    throw illegal(text);
                }
            } else {
                throw illegal(text);
            }
        }
        if (octets != 4) {
            throw illegal(text);
        }
        return new Ipv4(bits);
    }

    private static IllegalArgumentException illegal(String text) {
        return new IllegalArgumentException("an IPv4 address such as 10.1.2.3 is needed, not '" + text + "'");
    }

    /** The name under which its PTR record is asked for, such as {@code 3.2.1.10.in-addr.arpa}. */
    public String reverseName() {
        return (bits & 255)
                + "." + (bits >>> 8 & 255)
                + "." + (bits >>> 16 & 255)
                + "." + (bits >>> 24)
                + ".in-addr.arpa";
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
