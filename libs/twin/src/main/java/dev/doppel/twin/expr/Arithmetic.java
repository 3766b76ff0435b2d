package dev.doppel.twin.expr;

import dev.doppel.twin.value.Numbers;
import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators on numbers, texts and times: integers stay integers except for "/" and "**". */
final class Arithmetic {
    private Arithmetic() {}

    static Object apply(String op, @Nullable Object a, @Nullable Object b) {
        if (op.equals("+") && a instanceof String x && b instanceof String y) {
            if (x.length() + y.length() > 1_000_000) {
                throw new ExprException("the text becomes longer than a million characters");
            }
            return x + y;
        }
        if (a instanceof OffsetDateTime t && b instanceof Duration d && (op.equals("+") || op.equals("-"))) {
            return op.equals("+") ? t.plus(d) : t.minus(d);
        }
        if (a instanceof OffsetDateTime x && b instanceof OffsetDateTime y && op.equals("-")) {
            return Duration.between(y, x);
        }
        if (!(a instanceof Number x) || !(b instanceof Number y)) {
            throw new ExprException("cannot compute " + Evaluator.kind(a) + " " + op + " " + Evaluator.kind(b));
        }
        boolean whole = integer(x) && integer(y);
        switch (op) {
            case "/" -> {
                return x.doubleValue() / y.doubleValue();
            }
            case "**", "^" -> {
                return Math.pow(x.doubleValue(), y.doubleValue());
            }
            case "%" -> {
                if (!whole) {
                    throw new ExprException("% wants integers");
                }
                if (big(y).signum() == 0) {
                    throw new ExprException("division by zero");
                }
                return Numbers.integer(big(x).remainder(big(y)));
            }
            case ".." -> {
                return range(x, y);
            }
            default -> {
                if (whole) {
                    return integers(op, x, y);
                }
                double p = x.doubleValue();
                double q = y.doubleValue();
                return switch (op) {
                    case "+" -> p + q;
                    case "-" -> p - q;
                    case "*" -> p * q;
                    default -> throw new ExprException("unknown operator " + op);
                };
            }
        }
    }

    private static Object range(Number from, Number to) {
        long size = to.longValue() - from.longValue() + 1;
        if (size > 10_000) {
            throw new ExprException("the range has more than 10000 members");
        }
        List<Object> out = new ArrayList<>();
        for (long i = from.longValue(); i <= to.longValue(); i++) {
            out.add(i);
        }
        return out;
    }

    private static Number integers(String op, Number x, Number y) {
        BigInteger p = big(x);
        BigInteger q = big(y);
        if (p.bitLength() + q.bitLength() > 4_096) {
            throw new ExprException("the number becomes too large");
        }
        return Numbers.integer(
                switch (op) {
                    case "+" -> p.add(q);
                    case "-" -> p.subtract(q);
                    case "*" -> p.multiply(q);
                    default -> throw new ExprException("unknown operator " + op);
                });
    }

    static boolean integer(Number n) {
        return n instanceof Long || n instanceof Integer || n instanceof BigInteger;
    }

    private static BigInteger big(Number n) {
        return n instanceof BigInteger b ? b : BigInteger.valueOf(n.longValue());
    }

    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Numbers.compare(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof OffsetDateTime x && b instanceof OffsetDateTime y) {
            return x.compareTo(y);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return x.compareTo(y);
        }
        throw new ExprException("cannot compare " + Evaluator.kind(a) + " with " + Evaluator.kind(b));
    }
}
