/** Kafka in and out. */
@NullMarked
package dev.doppel.results.bus;

import org.jspecify.annotations.NullMarked;
