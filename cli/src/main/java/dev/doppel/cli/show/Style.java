package dev.doppel.cli.show;

import dev.doppel.contract.result.Verdict;
import java.time.Duration;
import java.util.Locale;

/** Colours and signs; both can be off. Immutable. */
public record Style(boolean colour) {
    String green(String text) {
        return paint("32", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    String sign(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> green("✓");
            case FAILED -> red("✗");
            case ERROR -> red("!");
            case INCONCLUSIVE -> yellow("?");
            case CANCELLED -> yellow("-");
        };
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
