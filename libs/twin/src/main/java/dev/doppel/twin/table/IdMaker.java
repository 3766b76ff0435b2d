package dev.doppel.twin.table;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.fault.ErrorKind;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.value.Dice;
import dev.doppel.twin.value.Values;
import java.time.Instant;
import java.util.function.Predicate;

/** Ids of one table in one run (spec 1.5). Guarded by the table's lock. */
public final class IdMaker {
    private static final String HEX = "0123456789abcdef";
    private static final String NANO = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** The random part after a prefix. */
    public record Shape(int length, String alphabet) {
        public static final Shape DEFAULT = new Shape(16, HEX);

        /** From seeds whose ids carry the prefix and a long enough rest, else 16 hex characters. */
        public static Shape fromSeeds(TableSpec spec) {
            int longest = 0;
            boolean hex = true;
            for (var seed : spec.seeds()) {
                String id = Values.text(seed.get(spec.idField()));
                if (id == null || !id.startsWith(spec.idPrefix())) {
                    return DEFAULT;
                }
                String rest = id.substring(spec.idPrefix().length());
                longest = Math.max(longest, rest.length());
                hex &= rest.chars().allMatch(c -> HEX.indexOf(c) >= 0);
            }
            return longest >= 14 && longest <= 200 && !spec.idPrefix().isEmpty()
                    ? new Shape(longest, hex ? HEX : NANO.substring(0, 62))
                    : DEFAULT;
        }
    }

    private final TableSpec spec;
    private final Shape shape;
    private final Dice dice;
    private long sequence;
    private long lastMillis;
    private java.math.BigInteger lastUlid = java.math.BigInteger.ZERO;

    IdMaker(TableSpec spec, Shape shape, Dice dice) {
        this.spec = spec;
        this.shape = shape;
        this.dice = dice;
    }

    void seen(String key) {
        int n = Values.index(key);
        if (n > sequence && spec.idStrategy() == TableSpec.IdStrategy.SEQUENCE) {
            sequence = n;
        }
    }

    long sequence() {
        return sequence;
    }

    void sequence(long value) {
        sequence = value;
    }

    /** A new id that is not taken; eight random attempts. */
    Object next(Predicate<String> taken, Instant now) {
        if (spec.idStrategy() == TableSpec.IdStrategy.SEQUENCE) {
            do {
                sequence++;
            } while (taken.test(Long.toString(sequence)));
            return spec.integerIds() ? (Object) sequence : Long.toString(sequence);
        }
        for (int attempt = 0; attempt < 8; attempt++) {
            String id = one(now);
            if (!taken.test(id)) {
                return id;
            }
        }
        throw TwinFault.of(ErrorKind.INTERNAL_ERROR, "no free id for table " + spec.name() + " after 8 attempts");
    }

    private String one(Instant now) {
        return switch (spec.idStrategy()) {
            case UUID -> dice.uuid();
            case PREFIX -> spec.idPrefix() + dice.from(shape.alphabet(), shape.length());
            case SHORT -> dice.hex(16);
            case NANOID -> spec.idPrefix() + dice.from(NANO, 21);
            case ULID -> ulid(now.toEpochMilli());
            case SEQUENCE -> throw new IllegalStateException("sequence is handled before");
            case NONE ->
                throw TwinFault.invalid(spec.idField(), spec.idField() + " is required: this table makes no ids");
        };
    }

    private String ulid(long millis) {
        java.math.BigInteger random = new java.math.BigInteger(dice.hex(20), 16);
        if (millis <= lastMillis) {
            millis = lastMillis;
            random = lastUlid.add(java.math.BigInteger.ONE);
        }
        lastMillis = millis;
        lastUlid = random;
        java.math.BigInteger all =
                java.math.BigInteger.valueOf(millis).shiftLeft(80).or(random);
        StringBuilder out = new StringBuilder(26);
        for (int shift = 125; shift >= 0; shift -= 5) {
            out.append(CROCKFORD.charAt(all.shiftRight(shift).intValue() & 31));
        }
        return out.toString();
    }
}
