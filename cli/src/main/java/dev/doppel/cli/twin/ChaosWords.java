package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A configuration of faults in words, such as {@code 50ms to 200ms late; 30 % answer 429}. Pure. */
final class ChaosWords {
    private ChaosWords() {}

    /** @param config as {@code GET /chaos} gives it */
    static String of(JsonNode config) {
        if (!config.path("enabled").asBoolean(true)) {
            return "no faults";
        }
        List<String> parts = new ArrayList<>();
        JsonNode latency = config.path("latency");
        if (latency.isObject()) {
            String min = latency.path("min").asText();
            String max = latency.path("max").asText();
            parts.add(share(latency) + (min.equals(max) ? min : min + " to " + max) + " late");
        }
        JsonNode errors = config.path("errorRate");
        if (errors.isObject()) {
            String codes = StreamSupport.stream(errors.path("statusCodes").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" or "));
            double probability = errors.path("probability").asDouble(1);
            parts.add((probability >= 1 ? "every request answers " : percent(probability) + " answer ")
                    + (codes.isEmpty() ? errors.path("defaultCode").asText("500") : codes));
        }
        JsonNode bandwidth = config.path("bandwidth");
        if (bandwidth.isObject()) {
            parts.add(share(bandwidth) + bandwidth.path("bytesPerSecond").asLong() / 1024 + " KiB/s");
        }
        int rules = config.path("rules").size();
        if (rules > 0) {
            parts.add(rules == 1 ? "one rule for some paths" : rules + " rules for some paths");
        }
        return parts.isEmpty() ? "no faults" : String.join("; ", parts);
    }

    private static String share(JsonNode fault) {
        double probability = fault.path("probability").asDouble(1);
        return probability >= 1 ? "" : percent(probability) + ": ";
    }

    private static String percent(double probability) {
        String text = String.format(Locale.ROOT, "%.1f", probability * 100);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }
}
