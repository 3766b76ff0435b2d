/** Sockets: UDP and TCP on Vert.x event loops. */
@NullMarked
package dev.doppel.dns.serve;

import org.jspecify.annotations.NullMarked;
