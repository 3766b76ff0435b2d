/** Calls to the API server, and no decision: apply, claim, delete, watch. */
@NullMarked
package dev.doppel.scheduler.kubernetes.api;

import org.jspecify.annotations.NullMarked;
