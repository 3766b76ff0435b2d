/** The twin engine behind a listener of its own: no Kafka, no environment, an admin port beside it. */
@NullMarked
package dev.doppel.mock.alone;

import org.jspecify.annotations.NullMarked;
