/**
 * Environments on one machine: processes in namespaces of their own, below the platform's. Pure plans (addresses, links, mounts, variables)
 * stand apart from the edge that runs {@code ip}, {@code mount} and the items.
 */
@NullMarked
package dev.doppel.scheduler.process;

import org.jspecify.annotations.NullMarked;
