/** Publishes the outbox in order per key. */
@NullMarked
package dev.doppel.scheduler.outbox;

import org.jspecify.annotations.NullMarked;
