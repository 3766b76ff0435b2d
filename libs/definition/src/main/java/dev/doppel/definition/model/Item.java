package dev.doppel.definition.model;

import org.jspecify.annotations.Nullable;

/** One part of the environment (spec section 2). Its name is its host name. */
public sealed interface Item permits Service, Worker, Database, Broker, Mock, Twin {
    ItemHead head();

    default String name() {
        return head().name();
    }

    /** Start-up order, from 0; 0 for mocks, which are never started. */
    default int stage() {
        return head().stage();
    }

    default @Nullable String description() {
        return head().description();
    }

    default SourceRef at() {
        return head().at();
    }
}
