/** Messages to and from Kafka records. */
@NullMarked
package dev.doppel.platform.record;

import org.jspecify.annotations.NullMarked;
