/** Records and numbers without sockets. */
@NullMarked
package dev.doppel.mock.capture;

import org.jspecify.annotations.NullMarked;
