package dev.doppel.twin.expr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may make, so that no expression fills the memory. A unit is a value of its own or sixteen characters; what stands in
 * a value twice counts twice, because whoever walks it walks it twice. Confined to one evaluation.
 */
final class Weight {
    /** Longest text that one function may give. */
    static final int MAX_TEXT = 1_000_000;

    private static final long MAX_UNITS = 500_000;
    private static final long MAX_SEARCH = 500_000_000;
    private static final int MAX_DEPTH = 200;

    private long made;

    /** Counts a value with all that it holds. */
    @Nullable
    Object deep(@Nullable Object value) {
        add(units(value, 0));
        return value;
    }

    /** Counts a value whose members were there before. */
    @Nullable
    Object shallow(@Nullable Object value) {
        add(value instanceof List<?> l ? 1 + l.size() : value instanceof Map<?, ?> m ? 1 + m.size() : text(value));
        return value;
    }

    private void add(long units) {
        made += units;
        if (made > MAX_UNITS) {
            throw new ExprException("the expression makes more than " + MAX_UNITS + " values");
        }
    }

    private static long text(@Nullable Object value) {
        return value instanceof String s ? 1 + s.length() / 16 : 1;
    }

    private long units(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ExprException("the value nests deeper than " + MAX_DEPTH);
        }
        long sum = text(value);
        Iterable<?> members =
                value instanceof List<?> l ? l : value instanceof Map<?, ?> m ? m.values() : List.<Object>of();
        for (Object member : members) {
            sum += units(member, depth + 1);
            if (made + sum > MAX_UNITS) {
                return sum;
            }
        }
        return sum;
    }

    /** Refuses a text that would be too long before it is made. */
    static void length(long length, String function) {
        if (length > MAX_TEXT) {
            throw new ExprException(function + "() would give too long a text");
        }
    }

    /** Refuses to look for a text in another when that could take seconds. */
    static void search(String in, String what) {
        if ((long) in.length() * what.length() > MAX_SEARCH) {
            throw new ExprException("the texts are too long to look for one in the other");
        }
    }
}
