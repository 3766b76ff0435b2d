/** What a query is answered with: bytes in, bytes out. Plain Java, no sockets. */
@NullMarked
package dev.doppel.dns.answer;

import org.jspecify.annotations.NullMarked;
