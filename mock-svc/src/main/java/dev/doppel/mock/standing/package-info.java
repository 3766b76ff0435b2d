/** A twin behind a listener of its own: no environment, no records, no Kafka. */
@NullMarked
package dev.doppel.mock.standing;

import org.jspecify.annotations.NullMarked;
