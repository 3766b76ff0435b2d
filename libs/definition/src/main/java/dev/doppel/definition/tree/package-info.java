/**
 * Documents as trees of which every node knows its file, line and column. YAML 1.2 (and so JSON) is read into them, bounded; they
 * become Jackson nodes at the end.
 */
@NullMarked
package dev.doppel.definition.tree;

import org.jspecify.annotations.NullMarked;
