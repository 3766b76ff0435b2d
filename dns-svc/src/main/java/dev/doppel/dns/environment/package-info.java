/** Environments held by this replica, and their sockets. */
@NullMarked
package dev.doppel.dns.environment;

import org.jspecify.annotations.NullMarked;
