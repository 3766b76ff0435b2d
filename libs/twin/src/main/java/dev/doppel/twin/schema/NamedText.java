package dev.doppel.twin.schema;

import dev.doppel.twin.value.Dice;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text by format and by property name (spec 3.2). */
final class NamedText {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private NamedText() {}

    static @Nullable String byFormat(String format, Dice dice, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return switch (format) {
            case "date-time", "datetime", "ISO 8601 date-time" -> second.toString();
            case "date" -> second.toString().substring(0, 10);
            case "time" -> second.toString().substring(11);
            case "duration" -> "PT1H";
            case "date-time-rfc-2822" -> RFC_2822.format(second);
            case "unix-time" -> Long.toString(now.getEpochSecond());
            case "email" -> "user" + dice.below(1000) + "@example.com";
            case "uuid" -> dice.uuid();
            case "uri", "url" -> "https://example.com/" + dice.hex(8);
            case "uri-reference" -> "/" + dice.hex(8);
            case "hostname" -> "host" + dice.below(100) + ".example.com";
            case "ipv4" -> "192.0.2." + (1 + dice.below(254));
            case "ipv6" -> "2001:db8::" + dice.hex(4);
            case "phone", "phone-number" -> "+1555" + (1_000_000 + dice.below(9_000_000));
            case "password" -> "p4ss-" + dice.hex(8);
            case "byte" -> "c3RyaW5n";
            case "binary" -> "";
            case "currency" -> "usd";
            case "http-method" -> "POST";
            case "decimal" -> "0";
            case "iso-country-code" -> "US";
            default -> null;
        };
    }

    static @Nullable String byName(String property, Dice dice, Instant now) {
        String name = property.toLowerCase(Locale.ROOT);
        if (name.endsWith("_email") || name.equals("email")) {
            return "user" + dice.below(1000) + "@example.com";
        }
        if (name.endsWith("_at")
                || name.equals("created")
                || name.equals("updated")
                || name.endsWith("date")
                || name.equals("timestamp")) {
            return now.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        return switch (name) {
            case "phone", "mobile", "tel" -> "+1555" + (1_000_000 + dice.below(9_000_000));
            case "name", "full_name" -> dice.one("Ada Brook", "Noor Haddad", "Ivo Klein", "Mina Sato");
            case "first_name", "given_name" -> dice.one("Ada", "Noor", "Ivo", "Mina");
            case "last_name", "surname", "family_name" -> dice.one("Brook", "Haddad", "Klein", "Sato");
            case "address", "street" -> (1 + dice.below(99)) + " Mill Lane";
            case "company", "organization" -> dice.one("Northwind Looms", "Pebble Works", "Harbor Tools");
            case "url", "uri", "href", "link", "website" -> "https://example.com/" + dice.hex(8);
            case "ip", "ip_address" -> "192.0.2." + (1 + dice.below(254));
            case "lat", "latitude" -> "52." + (100_000 + dice.below(899_999));
            case "lon", "lng", "longitude" -> "13." + (100_000 + dice.below(899_999));
            case "price", "amount", "cost", "total" -> dice.below(100) + ".00";
            case "color" -> dice.one("teal", "amber", "slate");
            case "title", "job_title" -> dice.one("Engineer", "Clerk", "Pilot");
            case "description", "bio", "summary", "about" -> "A short text that describes this one.";
            case "id", "uuid" -> dice.uuid();
            case "slug" -> "item-" + dice.hex(6);
            case "currency" -> "usd";
            case "country" -> "US";
            case "city" -> dice.one("Lindau", "Porto", "Bergen");
            case "state", "province" -> "CA";
            case "zip", "postal_code" -> Integer.toString(10_000 + dice.below(89_999));
            case "username", "login" -> "user" + dice.below(10_000);
            case "ssn" -> "900-55-" + (1000 + dice.below(9000));
            default -> null;
        };
    }
}
