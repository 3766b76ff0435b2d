/** From a bundle to a durable run. */
@NullMarked
package dev.doppel.scheduler.submission;

import org.jspecify.annotations.NullMarked;
