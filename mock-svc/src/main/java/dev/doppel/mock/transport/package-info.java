/** Event loops and socket types of the data plane. */
@NullMarked
package dev.doppel.mock.transport;

import org.jspecify.annotations.NullMarked;
