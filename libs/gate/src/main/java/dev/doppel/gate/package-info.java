/** The small program that runs before an item in a cluster, and in the self-test. */
@NullMarked
package dev.doppel.gate;

import org.jspecify.annotations.NullMarked;
