/** Kafka and Postgres beside the services. */
@NullMarked
package dev.doppel.local.store;

import org.jspecify.annotations.NullMarked;
