/** results-svc: see the module README. */
@NullMarked
package dev.doppel.results;

import org.jspecify.annotations.NullMarked;
