/** What is known of a run, folded from its records; plain Java. */
@NullMarked
package dev.doppel.results.report;

import org.jspecify.annotations.NullMarked;
