/** Calls to items and to the outside: connections, pooling, relays. */
@NullMarked
package dev.doppel.mock.forward;

import org.jspecify.annotations.NullMarked;
