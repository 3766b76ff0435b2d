package dev.doppel.matching.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** RFC 3339 timestamps: date, time with seconds, optional fraction, offset. */
final class Timestamps {
    private static final int MAX_LENGTH = 40;

    private Timestamps() {}

    static Optional<Instant> of(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.length() < 20 || text.length() > MAX_LENGTH || text.charAt(16) != ':') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
