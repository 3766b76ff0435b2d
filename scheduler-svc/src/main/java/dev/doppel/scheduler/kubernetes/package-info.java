/** The provider for clusters: the edge that applies what {@code objects} plans, and watches what becomes of it. */
@NullMarked
package dev.doppel.scheduler.kubernetes;

import org.jspecify.annotations.NullMarked;
