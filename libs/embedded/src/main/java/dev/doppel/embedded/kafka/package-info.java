/** A Kafka broker of one node, in this JVM or in one of its own. */
@NullMarked
package dev.doppel.embedded.kafka;

import org.jspecify.annotations.NullMarked;
