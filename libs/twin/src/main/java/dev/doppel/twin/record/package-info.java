/** Recorded exchanges: cleaned of secrets before anything is kept, and turned into mocks, definition items or a table sketch (spec 9). */
@NullMarked
package dev.doppel.twin.record;

import org.jspecify.annotations.NullMarked;
