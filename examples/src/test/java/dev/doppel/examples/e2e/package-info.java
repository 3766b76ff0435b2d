/** The product through its front door: the command, the real platform, the examples. */
@NullMarked
package dev.doppel.examples.e2e;

import org.jspecify.annotations.NullMarked;
