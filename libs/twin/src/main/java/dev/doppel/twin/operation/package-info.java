/** Custom operations: steps over tables, compiled at load, isolated and bounded (spec 1.9). */
@NullMarked
package dev.doppel.twin.operation;

import org.jspecify.annotations.NullMarked;
