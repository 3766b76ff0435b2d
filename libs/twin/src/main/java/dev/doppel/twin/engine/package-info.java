/** A loaded twin (immutable) and its runs (mutable): from request to answer. */
@NullMarked
package dev.doppel.twin.engine;

import org.jspecify.annotations.NullMarked;
