/** Kafka: channels, readers, positions; starts and stops the service. */
@NullMarked
package dev.doppel.scheduler.bus;

import org.jspecify.annotations.NullMarked;
