/** Archives that no honest tool would write. */
@NullMarked
package dev.doppel.testkit.archive;

import org.jspecify.annotations.NullMarked;
