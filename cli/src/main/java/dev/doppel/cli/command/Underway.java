package dev.doppel.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The runs of a platform that have not ended, for people. */
final class Underway {
    private Underway() {}

    /** @param answer of {@code GET /api/v1/runs}; missing when the platform did not answer */
    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode run : answer.path("runs")) {
            if (!run.hasNonNull("finishedAt")) {
                String id = run.path("id").asText();
                lines.add("  %-13s %-20s %d definition(s), 'doppel attach %s' follows it"
                        .formatted(
                                run.path("state").asText(),
                                run.path("project").asText(),
                                run.path("instances").asInt(),
                                id));
            }
        }
        if (!lines.isEmpty()) {
            lines.addFirst("Under way:");
        }
        return lines;
    }
}
