/** A real PostgreSQL for tests. */
@NullMarked
package dev.doppel.testkit.postgres;

import org.jspecify.annotations.NullMarked;
