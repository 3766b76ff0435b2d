package dev.doppel.contract.instance;

import dev.doppel.contract.environment.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * What a step needs to know of an item.
 *
 * @param name item name
 * @param kind what it is
 * @param address where runner-svc can dial it for database queries; null when steps never dial it
 * @param port its port; null for a WORKER
 * @param engine for a DATABASE: {@code postgres}; else null
 * @param database database name; null when the item is no DATABASE
 * @param user user name; null without authentication
 * @param password password; null without authentication
 */
public record ItemEndpoint(
        String name,
        ItemKind kind,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String engine,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password) {}
