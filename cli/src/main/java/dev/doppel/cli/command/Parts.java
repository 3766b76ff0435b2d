package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts of a platform whose services are separate, for people. */
final class Parts {
    private Parts() {}

    /** @param platform answer of {@code /api/v1/platform} */
    static List<String> lines(JsonNode platform) {
        List<String> lines = new ArrayList<>();
        for (JsonNode part : platform.path("parts")) {
            int restarts = part.path("restarts").asInt();
            String line = String.format(
                    "  %-13s %-9s %s",
                    part.path("name").asText(),
                    part.path("status").asText().toLowerCase(Locale.ROOT),
                    part.path("log").asText());
            lines.add(
                    restarts == 0
                            ? line
                            : line + "  (started again " + (restarts == 1 ? "once" : restarts + " times") + "; it "
                                    + part.path("lastEnd").asText() + ")");
        }
        return lines;
    }
}
