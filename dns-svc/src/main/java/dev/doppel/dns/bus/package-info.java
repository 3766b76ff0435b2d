/** Kafka: wanted states in, announcements and answers out. */
@NullMarked
package dev.doppel.dns.bus;

import org.jspecify.annotations.NullMarked;
