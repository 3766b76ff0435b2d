/** Rows, their ids, their order, snapshots (spec 1.4 to 1.6, 5). */
@NullMarked
package dev.doppel.twin.table;

import org.jspecify.annotations.NullMarked;
