/** Extraction rules (spec 6.4). */
@NullMarked
package dev.doppel.matching.extract;

import org.jspecify.annotations.NullMarked;
