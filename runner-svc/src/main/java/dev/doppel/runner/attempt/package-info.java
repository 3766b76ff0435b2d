/** One attempt: its tests and steps, from the first mark to the verdict (spec 5.1, 5.2, 8). */
@NullMarked
package dev.doppel.runner.attempt;

import org.jspecify.annotations.NullMarked;
