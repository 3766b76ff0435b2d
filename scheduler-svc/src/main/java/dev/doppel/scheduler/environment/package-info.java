/** Environments behind one interface: what a provider is asked for, and what it reports. Plain Java. */
@NullMarked
package dev.doppel.scheduler.environment;

import org.jspecify.annotations.NullMarked;
