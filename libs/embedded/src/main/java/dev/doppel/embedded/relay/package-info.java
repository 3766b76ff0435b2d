/** Byte relays between Unix sockets and TCP, so that a platform in a network namespace of its own can be reached and can reach out. */
@NullMarked
package dev.doppel.embedded.relay;

import org.jspecify.annotations.NullMarked;
