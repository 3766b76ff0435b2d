/** Forgetting old runs. */
@NullMarked
package dev.doppel.results.retention;

import org.jspecify.annotations.NullMarked;
