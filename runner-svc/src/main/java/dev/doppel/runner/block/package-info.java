/** Assertion blocks over one view of the evidence (spec 7.1 to 7.6): how they stand, and whether that can still change. */
@NullMarked
package dev.doppel.runner.block;

import org.jspecify.annotations.NullMarked;
