package dev.doppel.twin.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers as JSON means them: integers apart from decimals, compared by value, printed without an exponent where possible. */
public final class Numbers {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** A decimal as {@code Double} where that loses nothing, else as {@code BigDecimal}. */
    public static Number decimal(String text) {
        try {
            BigDecimal exact = new BigDecimal(text);
            if (Math.abs((long) exact.scale()) > 400) {
                return exact.signum() == 0 ? (Number) 0.0d : (Number) Double.valueOf(exact.doubleValue());
            }
            double d = exact.doubleValue();
            if (Double.isFinite(d) && new BigDecimal(Double.toString(d)).compareTo(exact) == 0) {
                return d;
            }
            return exact;
        } catch (NumberFormatException e) {
            return Double.valueOf(text);
        }
    }

    /** An integer as {@code Long} where it fits, else {@code BigInteger}. */
    public static Number integer(BigInteger value) {
        if (value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0) {
            return value.longValue();
        }
        return value;
    }

    /** The number that the whole text spells, integers staying integers; null when it spells none. */
    public static @Nullable Number parse(String text) {
        int n = text.length();
        if (n == 0 || n > 400) {
            return null;
        }
        boolean fraction = false;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                fraction = true;
            } else if (!(c >= '0' && c <= '9') && c != '-' && c != '+') {
                return null;
            }
        }
        try {
            if (fraction) {
                return decimal(new BigDecimal(text).toString());
            }
            return integer(new BigInteger(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** True for integers and for decimals without a fraction. */
    public static boolean integral(Number n) {
        return switch (n) {
            case Long l -> true;
            case Integer i -> true;
            case BigInteger b -> true;
            case BigDecimal d -> d.stripTrailingZeros().scale() <= 0;
            default -> Double.isFinite(n.doubleValue()) && n.doubleValue() == Math.rint(n.doubleValue());
        };
    }

    public static BigDecimal big(Number n) {
        return switch (n) {
            case Long l -> BigDecimal.valueOf(l);
            case Integer i -> BigDecimal.valueOf(i);
            case BigInteger b -> new BigDecimal(b);
            case BigDecimal d -> d;
            default -> Double.isFinite(n.doubleValue()) ? new BigDecimal(n.toString()) : BigDecimal.ZERO;
        };
    }

    public static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        return big(a).compareTo(big(b));
    }

    /** Decimal text without exponent; integral values without fraction. */
    public static String text(Number n) {
        if (n instanceof Double d) {
            if (!Double.isFinite(d)) {
                return d.toString();
            }
            if (d == Math.rint(d) && Math.abs(d) < 1e18) {
                return Long.toString(d.longValue());
            }
            return new BigDecimal(d.toString()).toPlainString();
        }
        if (n instanceof BigDecimal d) {
            BigDecimal s = d.stripTrailingZeros();
            return Math.abs((long) s.scale()) > 1_000 ? s.toString() : s.toPlainString();
        }
        return n.toString();
    }

    /** A count somebody wrote: 0 for what is negative, {@code most} for what is beyond it. */
    public static int within(Number n, int most) {
        double wanted = n.doubleValue();
        return wanted >= most ? most : wanted > 0 ? (int) wanted : 0;
    }

    /** Integral decimals become integers, all else is returned unchanged. */
    public static Number tidy(Number n) {
        if ((n instanceof Double || n instanceof BigDecimal) && integral(n)) {
            BigDecimal exact = big(n);
            if (exact.precision() - exact.scale() < 40) {
                return integer(exact.toBigInteger());
            }
        }
        return n;
    }
}
