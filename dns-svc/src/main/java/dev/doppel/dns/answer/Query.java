package dev.doppel.dns.answer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A query that can be answered, or what is wrong with it. Reading copies nothing but the name: offsets point into the message.
 *
 * <pre>
 * 0        12                         questionEnd
 * | header | QNAME . QTYPE . QCLASS | other records, of which only OPT matters |
 * </pre>
 */
sealed interface Query {
    int HEADER = 12;
    int MAX_NAME = 255;

    /** Not worth an answer: too short for a header, or itself an answer (answering those makes loops). */
    record Ignored() implements Query {}

    /**
     * Can be answered with an error only.
     *
     * @param rcode RFC 1035 4.1.1
     */
    record Refused(int rcode) implements Query {}

    /**
     * @param name lower case, labels joined by dots
     * @param type QTYPE
     * @param dnsClass QCLASS
     * @param questionEnd offset behind the question
     * @param edns OPT record of RFC 6891, null without one
     */
    record Asked(
            String name,
            int type,
            int dnsClass,
            int questionEnd,
            @Nullable Edns edns) implements Query {}

    /**
     * @param payload largest UDP answer that the asker takes, in bytes
     * @param version EDNS version
     * @param dnssecOk the DO bit, which is echoed
     */
    record Edns(int payload, int version, boolean dnssecOk) {}

    /** Reads one message; never throws, whatever the bytes are. */
    static Query read(byte[] message) {
        if (message.length < HEADER || (message[2] & 0x80) != 0) {
            return new Ignored();
        }
        if ((message[2] >> 3 & 15) != 0) {
            return new Refused(Rcode.NOTIMP);
        }
        // RFC 9619: exactly one question in a query
        if (u16(message, 4) != 1) {
            return new Refused(Rcode.FORMERR);
        }
        StringBuilder name = new StringBuilder();
        int at = readName(message, HEADER, name);
        if (at < 0 || at + 4 > message.length) {
            return new Refused(Rcode.FORMERR);
        }
        int end = at + 4;
        int records = u16(message, 6) + u16(message, 8) + u16(message, 10);
        Edns edns = null;
        int next = end;
        for (int i = 0; i < records; i++) {
            int fixed = skipName(message, next);
            if (fixed < 0 || fixed + 10 > message.length) {
                return new Refused(Rcode.FORMERR);
            }
            if (u16(message, fixed) == Type.OPT) {
                if (edns != null || fixed != next + 1) {
                    return new Refused(Rcode.FORMERR);
                }
                edns = new Edns(u16(message, fixed + 2), message[fixed + 5] & 255, (message[fixed + 6] & 0x80) != 0);
            }
            next = fixed + 10 + u16(message, fixed + 8);
            if (next > message.length) {
                return new Refused(Rcode.FORMERR);
            }
        }
        return new Asked(name.toString(), u16(message, at), u16(message, at + 2), end, edns);
    }

    private static int readName(byte[] message, int from, StringBuilder name) {
        int at = from;
        while (at < message.length) {
            int length = message[at] & 255;
            if (length == 0) {
                return at + 1 - from <= MAX_NAME ? at + 1 : -1;
            }
            // a pointer in the first name has nothing to point at
            if (length > 63 || at + 1 + length > message.length || at - from > MAX_NAME) {
                return -1;
            }
            if (!name.isEmpty()) {
                name.append('.');
            }
            name.append(new String(message, at + 1, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
            at += length + 1;
        }
        return -1;
    }

    private static int skipName(byte[] message, int from) {
        int at = from;
        while (at < message.length && at - from <= MAX_NAME) {
            int length = message[at] & 255;
            if (length == 0) {
                return at + 1;
            }
            if (length >= 0xc0) {
                // nothing is read through a pointer here, so a loop cannot hurt
                return at + 2;
            }
            if (length > 63) {
                return -1;
            }
            at += length + 1;
        }
        return -1;
    }

    /** Two bytes in network order. */
    static int u16(byte[] message, int at) {
        return (message[at] & 255) << 8 | message[at + 1] & 255;
    }

    /** Response codes that we give. */
    final class Rcode {
        static final int NOERROR = 0;
        static final int FORMERR = 1;
        static final int NOTIMP = 4;
        static final int REFUSED = 5;
        /** Extended: its upper bits travel in OPT. */
        static final int BADVERS = 16;

        private Rcode() {}
    }

    /** Record types that we know. */
    final class Type {
        static final int A = 1;
        static final int PTR = 12;
        static final int OPT = 41;
        static final int IXFR = 251;
        static final int AXFR = 252;
        static final int ANY = 255;

        private Type() {}
    }

    /** Classes that we know. */
    final class DnsClass {
        static final int IN = 1;
        static final int ANY = 255;

        private DnsClass() {}
    }
}
