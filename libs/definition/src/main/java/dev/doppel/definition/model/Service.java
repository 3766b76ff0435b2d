package dev.doppel.definition.model;

import org.jspecify.annotations.Nullable;

/**
 * An application that listens for HTTP (spec 2.2).
 *
 * @param port where the process listens, 1 to 65535; 80 when the file says nothing
 * @param uiPath where a person would open it; tests do not use it
 */
public record Service(
        ItemHead head,
        Program program,
        int port,
        HealthCheck healthCheck,
        @Nullable String uiPath) implements Item {}
