/** Mock selection: rules, the compiled index, ties and near misses (spec 4). */
@NullMarked
package dev.doppel.matching.mock;

import org.jspecify.annotations.NullMarked;
