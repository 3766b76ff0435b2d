/** Console lines as evidence: levels, numbers, batches, barriers. */
@NullMarked
package dev.doppel.scheduler.console;

import org.jspecify.annotations.NullMarked;
