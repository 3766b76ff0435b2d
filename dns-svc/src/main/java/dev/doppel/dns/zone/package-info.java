/** The names of one environment. Plain Java. */
@NullMarked
package dev.doppel.dns.zone;

import org.jspecify.annotations.NullMarked;
