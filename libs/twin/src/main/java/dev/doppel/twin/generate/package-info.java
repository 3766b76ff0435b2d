/** Answers made from documents for operations that nothing binds (spec section 3). */
@NullMarked
package dev.doppel.twin.generate;

import org.jspecify.annotations.NullMarked;
