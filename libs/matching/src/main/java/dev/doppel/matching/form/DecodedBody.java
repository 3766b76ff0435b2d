package dev.doppel.matching.form;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A body as the traffic entry shows it (spec 3.9).
 *
 * @param body JSON null when empty; {@link FormBody} for forms; a {@code $binary} object for bytes
 * @param base64 the first 64 KiB of a binary body
 * @param truncated whether decoding stopped at a limit, so {@code body} is not the whole
 * @param diagnostic what went wrong while decoding (unknown or broken encoding), for people
 */
public record DecodedBody(
        JsonNode body,
        @Nullable String base64,
        boolean truncated,
        @Nullable String diagnostic) {}
