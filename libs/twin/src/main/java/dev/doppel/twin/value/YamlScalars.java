package dev.doppel.twin.value;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Plain YAML scalars by the 1.2 core schema. */
final class YamlScalars {
    private YamlScalars() {}

    static @Nullable Object core(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return null;
            }
            case "true", "True", "TRUE" -> {
                return Boolean.TRUE;
            }
            case "false", "False", "FALSE" -> {
                return Boolean.FALSE;
            }
            case ".nan", ".NaN", ".NAN" -> {
                return Double.NaN;
            }
            case ".inf", ".Inf", ".INF", "+.inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-.inf", "-.Inf", "-.INF" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return number(text);
            }
        }
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        if (!(first >= '0' && first <= '9') && first != '-' && first != '+' && first != '.') {
            return text;
        }
        if (text.length() > 2 && text.length() < 40 && first == '0') {
            int radix = text.charAt(1) == 'x' ? 16 : text.charAt(1) == 'o' ? 8 : 0;
            if (radix != 0) {
                try {
                    return Numbers.integer(new BigInteger(text.substring(2), radix));
                } catch (NumberFormatException e) {
                    return text;
                }
            }
        }
        Number number = Numbers.parse(text);
        return number == null ? text : number;
    }

    /** RFC 3339 text for a YAML timestamp with a time of day or a date alone; other text unchanged. */
    static String timestamp(String text) {
        if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return text;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text)
                        .atStartOfDay()
                        .atOffset(ZoneOffset.UTC)
                        .format(FORM);
            }
            String t = text.charAt(10) == ' ' || text.charAt(10) == 't'
                    ? text.substring(0, 10) + "T" + text.substring(11).strip()
                    : text;
            if (t.endsWith("Z") || t.lastIndexOf('+') > 10 || t.lastIndexOf('-') > 10) {
                return OffsetDateTime.parse(t.replace(" ", "")).format(FORM);
            }
            return LocalDateTime.parse(t).atOffset(ZoneOffset.UTC).format(FORM);
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private static final DateTimeFormatter FORM = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
}
