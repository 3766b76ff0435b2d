/** The expression language (spec 1.10), bounded, without access to anything but its variables. */
@NullMarked
package dev.doppel.twin.expr;

import org.jspecify.annotations.NullMarked;
