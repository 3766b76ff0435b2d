/** REST under /api/v1/results. */
@NullMarked
package dev.doppel.results.api;

import org.jspecify.annotations.NullMarked;
