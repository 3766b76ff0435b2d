/** REST: runs, their events, problems. */
@NullMarked
package dev.doppel.scheduler.api;

import org.jspecify.annotations.NullMarked;
