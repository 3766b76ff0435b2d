/** Paths into documents: parsing of both generations, evaluation, and the rewriting of legacy first segments (spec 7.3). */
@NullMarked
package dev.doppel.matching.path;

import org.jspecify.annotations.NullMarked;
