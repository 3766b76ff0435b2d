/** Rows of the schema results and the queries over them. */
@NullMarked
package dev.doppel.results.store;

import org.jspecify.annotations.NullMarked;
