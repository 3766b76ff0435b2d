/** What is wrong with a definition, where, and what would be right. */
@NullMarked
package dev.doppel.definition.problem;

import org.jspecify.annotations.NullMarked;
