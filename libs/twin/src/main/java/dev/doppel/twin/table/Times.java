package dev.doppel.twin.table;

import dev.doppel.twin.value.Numbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text forms of instants, always UTC. */
public final class Times {
    private static final DateTimeFormatter NANO = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    public static String nano(Instant t) {
        return NANO.format(t);
    }

    public static String seconds(Instant t) {
        return t.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String rfc2822(Instant t) {
        return RFC_2822.format(t);
    }

    /** Epoch seconds, RFC 3339, RFC 2822 or a date; null when it is none of them. */
    public static @Nullable Instant parse(@Nullable Object value) {
        if (value instanceof Number n && Numbers.integral(n)) {
            long s = n.longValue();
            return Math.abs(s) < 1L << 36 ? Instant.ofEpochSecond(s) : null;
        }
        if (!(value instanceof String text) || text.length() > 60 || text.length() < 8) {
            return null;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            if (Character.isDigit(text.charAt(0)) && text.indexOf('-') == 4) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
