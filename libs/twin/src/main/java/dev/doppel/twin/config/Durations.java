package dev.doppel.twin.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as {@code 100ms}, {@code 5s}, {@code 1m30s}, {@code 1.5h}. */
public final class Durations {
    private Durations() {}

    /** Null when the text is none, is negative or is longer than 365 days. */
    public static @Nullable Duration parse(String text) {
        String rest = text.strip();
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty() || rest.length() > 60) {
            return null;
        }
        double millis = 0;
        int i = 0;
        while (i < rest.length()) {
            int start = i;
            while (i < rest.length() && (Character.isDigit(rest.charAt(i)) || rest.charAt(i) == '.')) {
                i++;
            }
            int unit = i;
            while (i < rest.length() && Character.isLetter(rest.charAt(i))) {
                i++;
            }
            if (start == unit || unit == i) {
                return null;
            }
            double factor = switch (rest.substring(unit, i)) {
                case "ns" -> 1e-6;
                case "us", "µs" -> 1e-3;
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> -1;
            };
            try {
                millis += factor * Double.parseDouble(rest.substring(start, unit));
            } catch (NumberFormatException e) {
                return null;
            }
            if (factor < 0 || millis > 365L * 86_400_000) {
                return null;
            }
        }
        return Duration.ofNanos((long) (millis * 1e6));
    }
}
