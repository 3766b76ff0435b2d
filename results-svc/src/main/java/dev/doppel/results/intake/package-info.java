/** What a record means for the tables. */
@NullMarked
package dev.doppel.results.intake;

import org.jspecify.annotations.NullMarked;
