package dev.doppel.twin.generate;

import dev.doppel.twin.http.Headers;
import org.jspecify.annotations.Nullable;

/** A made answer before it is written; {@code mediaType} null means no body. The body is not to be changed. */
public record Made(
        int status, @Nullable String mediaType, @Nullable Object body, Headers headers) {}
