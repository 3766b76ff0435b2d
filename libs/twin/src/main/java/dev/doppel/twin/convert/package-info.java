/** Other tools' formats in, several formats out (spec 1.3, 9). */
@NullMarked
package dev.doppel.twin.convert;

import org.jspecify.annotations.NullMarked;
