/** A real broker for tests. */
@NullMarked
package dev.doppel.testkit.kafka;

import org.jspecify.annotations.NullMarked;
