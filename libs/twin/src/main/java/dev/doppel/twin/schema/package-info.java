/** What schemas mean: merged views, validation, generation (spec 3 and 4). */
@NullMarked
package dev.doppel.twin.schema;

import org.jspecify.annotations.NullMarked;
