/** The request log of an instance (spec section 9). */
@NullMarked
package dev.doppel.twin.journal;

import org.jspecify.annotations.NullMarked;
