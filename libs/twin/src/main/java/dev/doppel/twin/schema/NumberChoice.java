package dev.doppel.twin.schema;

import dev.doppel.twin.value.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smallest sensible number that a schema allows. */
final class NumberChoice {
    private NumberChoice() {}

    static Number pick(Map<String, Object> s, String property, boolean integer, Instant now) {
        BigDecimal min = bound(s, "minimum", "exclusiveMinimum", integer, 1);
        BigDecimal max = bound(s, "maximum", "exclusiveMaximum", integer, -1);
        String name = property.toLowerCase(Locale.ROOT);
        boolean time = "unix-time".equals(s.get("format"))
                || integer && (name.equals("created") || name.endsWith("_at") || name.endsWith("_timestamp"));
        BigDecimal value = time ? BigDecimal.valueOf(now.getEpochSecond()) : BigDecimal.ZERO;
        if (min != null && value.compareTo(min) < 0) {
            value = min;
        }
        if (max != null && value.compareTo(max) > 0) {
            value = max;
        }
        if (s.get("multipleOf") instanceof Number step && step.doubleValue() > 0) {
            BigDecimal by = Numbers.big(step);
            BigDecimal times = value.divide(by, 0, RoundingMode.CEILING);
            value = times.multiply(by);
            if (max != null && value.compareTo(max) > 0) {
                value = value.subtract(by);
            }
        }
        if (integer || value.stripTrailingZeros().scale() <= 0) {
            return Numbers.integer(value.setScale(0, RoundingMode.HALF_UP).toBigInteger());
        }
        return value.doubleValue();
    }

    private static @Nullable BigDecimal bound(
            Map<String, Object> s, String key, String exclusive, boolean integer, int sign) {
        BigDecimal bound = s.get(key) instanceof Number n ? Numbers.big(n) : null;
        boolean open = Boolean.TRUE.equals(s.get(exclusive));
        if (s.get(exclusive) instanceof Number n) {
            BigDecimal other = Numbers.big(n);
            if (bound == null || other.compareTo(bound) * sign >= 0) {
                bound = other;
                open = true;
            }
        }
        if (bound == null) {
            return null;
        }
        if (integer) {
            BigDecimal whole = bound.setScale(0, sign > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
            return open && whole.compareTo(bound) == 0 ? whole.add(BigDecimal.valueOf(sign)) : whole;
        }
        return open ? bound.add(new BigDecimal(sign > 0 ? "0.5" : "-0.5")) : bound;
    }
}
