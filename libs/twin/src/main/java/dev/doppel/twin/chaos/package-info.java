/** Faults put between clients and mocks (spec section 8). */
@NullMarked
package dev.doppel.twin.chaos;

import org.jspecify.annotations.NullMarked;
