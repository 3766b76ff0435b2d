/** The data plane on loopback addresses, without Kafka. */
@NullMarked
package dev.doppel.mock.plane;

import org.jspecify.annotations.NullMarked;
