/** Queue, leases, outbox and run events in SQL on the reactive client. Blocking by waiting: call it from virtual or worker threads only. */
@NullMarked
package dev.doppel.scheduler.store;

import org.jspecify.annotations.NullMarked;
