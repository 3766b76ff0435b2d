/** Compiled where clauses of new match blocks (spec 7.4). */
@NullMarked
package dev.doppel.matching.where;

import org.jspecify.annotations.NullMarked;
