/** Comparing values: operators, coercion, transforms, assertion sources and their results (spec 7.6, 7.8). */
@NullMarked
package dev.doppel.matching.value;

import org.jspecify.annotations.NullMarked;
