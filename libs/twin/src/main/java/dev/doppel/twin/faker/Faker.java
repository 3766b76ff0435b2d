package dev.doppel.twin.faker;

import dev.doppel.twin.value.Dice;
import java.time.LocalDate;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Values by faker type; the lists are our own. Pure. */
public final class Faker {
    private static final String[] FIRST = {
        "Ada", "Noor", "Ivo", "Mina", "Tomas", "Leila", "Oskar", "Wren", "Kofi", "Sanna"
    };
    private static final String[] LAST = {
        "Brook", "Haddad", "Klein", "Sato", "Novak", "Okafor", "Lind", "Marsh", "Vega", "Rowe"
    };
    private static final String[] WORDS = {
        "amber", "birch", "cargo", "delta", "ember", "fjord", "grain", "harbor", "inlet", "jolly", "kettle", "linen",
        "maple", "north", "olive", "paper", "quill", "river", "stone", "timber"
    };
    private static final String[] CITIES = {"Lindau", "Porto", "Bergen", "Galway", "Tartu", "Graz"};
    private static final String[] STATES = {"CA", "NY", "TX", "WA", "OR", "ME"};
    private static final String[] COUNTRIES = {"US", "DE", "PT", "NO", "IE", "EE"};

    private Faker() {}

    /** The value for a type such as {@code creditCard} or {@code words(4)}; null when the type is unknown. */
    public static @Nullable Object value(String type, Dice d) {
        String t = type.toLowerCase(Locale.ROOT).strip();
        if (t.startsWith("words(") && t.endsWith(")")) {
            int n = dev.doppel.twin.value.Values.index(
                    t.substring(6, t.length() - 1).strip());
            return words(d, Math.clamp(n, 1, 100));
        }
        return switch (t) {
            case "uuid" -> d.uuid();
            case "boolean" -> d.chance(0.5);
            case "name" -> d.one(FIRST) + " " + d.one(LAST);
            case "firstname" -> d.one(FIRST);
            case "lastname" -> d.one(LAST);
            case "email" -> d.one(FIRST).toLowerCase(Locale.ROOT) + d.below(1000) + "@example.com";
            case "address" -> (1 + d.below(99)) + " " + capital(d.one(WORDS)) + " Lane";
            case "phone" -> "+1555" + (1_000_000 + d.below(9_000_000));
            case "company" -> capital(d.one(WORDS)) + " " + d.one("Works", "Supply", "Tools", "Press");
            case "word" -> d.one(WORDS);
            case "words" -> words(d, 3);
            case "sentence" -> capital(words(d, 8)) + ".";
            case "paragraph" -> capital(words(d, 9)) + ". " + capital(words(d, 7)) + ". " + capital(words(d, 10)) + ".";
            case "username" -> d.one(WORDS) + d.below(10_000);
            case "slug" -> words(d, 3).replace(' ', '-');
            case "ipv4" -> "192.0.2." + (1 + d.below(254));
            case "ipv6" -> "2001:db8::" + d.hex(4) + ":" + d.hex(4);
            case "macaddress" -> mac(d);
            case "useragent" -> "Mozilla/5.0 (X11; Linux x86_64) Harbor/" + (1 + d.below(90)) + ".0";
            case "url" -> "https://example.com/" + d.one(WORDS);
            case "creditcard" -> card(d);
            case "creditcardexp" -> expiry(d);
            case "cvv" -> Integer.toString(100 + d.below(900));
            case "currencycode" -> d.one("USD", "EUR", "GBP", "NOK", "JPY");
            case "currency" -> d.one("US Dollar", "Euro", "Pound Sterling", "Norwegian Krone", "Yen");
            case "iban" -> iban(d);
            case "price" -> String.format(Locale.ROOT, "%d.%02d", 1 + d.below(500), d.below(100));
            case "productname" -> capital(d.one(WORDS)) + " " + d.one("Lamp", "Chair", "Kettle", "Jacket");
            case "color" -> d.one("teal", "amber", "slate", "coral");
            case "hexcolor" -> "#" + d.hex(6);
            case "ssn" ->
                String.format(Locale.ROOT, "%03d-%02d-%04d", 900 + d.below(99), 10 + d.below(89), d.below(10_000));
            case "passport" -> d.from("ABCDEFGHJKLMNPRSTUVWXYZ", 2) + d.from("0123456789", 7);
            case "jobtitle" -> d.one("Engineer", "Clerk", "Pilot", "Baker", "Surveyor");
            case "latitude" -> String.format(Locale.ROOT, "%.6f", d.unit() * 180 - 90);
            case "longitude" -> String.format(Locale.ROOT, "%.6f", d.unit() * 360 - 180);
            case "city" -> d.one(CITIES);
            case "state" -> d.one(STATES);
            case "zipcode" -> Integer.toString(10_000 + d.below(89_999));
            case "country" -> d.one(COUNTRIES);
            case "mimetype" -> d.one("application/json", "text/plain", "image/png");
            case "fileextension" -> d.one("json", "txt", "png", "pdf");
            default -> null;
        };
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String words(Dice d, int n) {
        StringJoiner out = new StringJoiner(" ");
        for (int i = 0; i < n; i++) {
            out.add(d.one(WORDS));
        }
        return out.toString();
    }

    private static String mac(Dice d) {
        StringJoiner out = new StringJoiner(":");
        for (int i = 0; i < 6; i++) {
            out.add(d.hex(2));
        }
        return out.toString();
    }

    private static String card(Dice d) {
        String head = "4" + d.from("0123456789", 14);
        int sum = 0;
        for (int i = 0; i < head.length(); i++) {
            int digit = head.charAt(i) - '0';
            if (i % 2 == 0) {
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
        }
        return head + (10 - sum % 10) % 10;
    }

    private static String expiry(Dice d) {
        return String.format(
                Locale.ROOT,
                "%02d/%02d",
                1 + d.below(12),
                (LocalDate.now(java.time.ZoneOffset.UTC).getYear() + 1 + d.below(4)) % 100);
    }

    private static String iban(Dice d) {
        String account = d.from("0123456789", 18);
        long rest = 0;
        for (char c : (account + "131400").toCharArray()) {
            rest = (rest * 10 + (c - '0')) % 97;
        }
        return String.format(Locale.ROOT, "DE%02d%s", 98 - rest, account);
    }
}
