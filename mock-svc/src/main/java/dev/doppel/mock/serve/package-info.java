/** One HTTP exchange, from its head to its record, for HTTP/1 and HTTP/2 alike. */
@NullMarked
package dev.doppel.mock.serve;

import org.jspecify.annotations.NullMarked;
