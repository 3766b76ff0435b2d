package dev.doppel.twin.schema;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Formats that are checked; unknown ones pass (spec 4.2). */
public final class Formats {
    private static final Pattern EMAIL = Pattern.compile("^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$");
    private static final Pattern UUID =
            Pattern.compile("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$");
    private static final Pattern HOST =
            Pattern.compile("^[A-Za-z0-9]([A-Za-z0-9-]{0,62})?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62})?)*$");
    private static final Pattern IPV4 = Pattern.compile("^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.|$)){4}$");
    private static final Pattern IPV6 = Pattern.compile("^[0-9A-Fa-f:]{2,39}(:[0-9.]{7,15})?$");

    private Formats() {}

    public static boolean valid(String format, String text) {
        return switch (format) {
            case "email" -> EMAIL.matches(text);
            case "uuid" -> UUID.matches(text);
            case "date" -> date(text);
            case "date-time", "datetime" -> dateTime(text);
            case "uri", "url" -> uri(text);
            case "ipv4" -> ipv4(text);
            case "ipv6" -> text.contains(":") && IPV6.matches(text);
            case "ip" -> ipv4(text) || text.contains(":") && IPV6.matches(text);
            case "hostname" -> text.length() <= 253 && HOST.matches(text);
            default -> true;
        };
    }

    private static boolean ipv4(String text) {
        return !text.endsWith(".") && IPV4.matches(text);
    }

    private static boolean uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && (uri.getHost() != null || uri.getAuthority() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean date(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean dateTime(String text) {
        try {
            OffsetDateTime.parse(text.replace(' ', 'T'));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
