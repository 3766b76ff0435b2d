/** The edge to Kafka, and the bean that starts it all. */
@NullMarked
package dev.doppel.mock.bus;

import org.jspecify.annotations.NullMarked;
