/** When a step is decided (spec 7.7, 12.1 to 12.3): from the log, not from the clock. Pure. */
@NullMarked
package dev.doppel.runner.decide;

import org.jspecify.annotations.NullMarked;
