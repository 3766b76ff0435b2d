package dev.doppel.definition.read;

import dev.doppel.definition.model.Settings;
import dev.doppel.definition.model.Settings.Settle;
import dev.doppel.definition.tree.MapNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code x-platform} and {@code x-settle} extensions (spec 1.3, 7.7). */
final class SettingsReader {
    private static final List<String> KEYS =
            List.of("unmocked", "settleQuietMs", "settleMaxMs", "secrets", "maxCallsPerPair", "maxCallsPerStep");

    private SettingsReader() {}

    static Settings settings(Fields definition) {
        MapNode map = definition.map("x-platform");
        if (map == null) {
            return Settings.DEFAULT;
        }
        Fields fields = new Fields(definition.context, map, definition.path("x-platform"), KEYS);
        List<String> secrets = fields.texts("secrets");
        return new Settings(
                unmocked(fields),
                settle(fields, "settleQuietMs", "settleMaxMs", Settle.DEFAULT),
                secrets == null ? Set.of() : new HashSet<>(secrets),
                orElse(fields.integer("maxCallsPerPair", 1, Integer.MAX_VALUE), Settings.DEFAULT.maxCallsPerPair()),
                orElse(fields.integer("maxCallsPerStep", 1, Integer.MAX_VALUE), Settings.DEFAULT.maxCallsPerStep()));
    }

    private static Settings.@Nullable Unmocked unmocked(Fields fields) {
        String text = fields.text("unmocked");
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "passthrough" -> Settings.Unmocked.PASSTHROUGH;
            case "block" -> Settings.Unmocked.BLOCK;
            default -> {
                fields.error("enum", "unmocked", "'unmocked' is '" + Show.shorten(text) + "'", "passthrough or block");
                yield null;
            }
        };
    }

    /** The settle rule of one step. */
    static Settle stepSettle(Fields step, Settle otherwise) {
        MapNode map = step.map("x-settle");
        return map == null
                ? otherwise
                : settle(
                        new Fields(step.context, map, step.path("x-settle"), List.of("quietMs", "maxMs")),
                        "quietMs",
                        "maxMs",
                        otherwise);
    }

    private static Settle settle(Fields fields, String quietKey, String maxKey, Settle otherwise) {
        Integer quiet = fields.integer(quietKey, 0, 600_000);
        Integer max = fields.integer(maxKey, 0, 600_000);
        return new Settle(
                quiet == null ? otherwise.quiet() : Duration.ofMillis(quiet),
                max == null ? otherwise.max() : Duration.ofMillis(max));
    }

    private static int orElse(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
