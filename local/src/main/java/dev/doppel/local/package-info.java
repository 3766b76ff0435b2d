/** The one-machine platform: five services in one JVM beside Kafka and Postgres. */
@NullMarked
package dev.doppel.local;

import org.jspecify.annotations.NullMarked;
