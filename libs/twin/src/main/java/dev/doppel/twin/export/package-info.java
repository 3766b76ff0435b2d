/** A loaded twin as a document again: its whole configuration, or its mocks in other tools' formats (spec 9). */
@NullMarked
package dev.doppel.twin.export;

import org.jspecify.annotations.NullMarked;
