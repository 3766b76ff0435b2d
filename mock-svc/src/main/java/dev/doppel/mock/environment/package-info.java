/** Environments held by this replica: applying records, opening and closing. */
@NullMarked
package dev.doppel.mock.environment;

import org.jspecify.annotations.NullMarked;
