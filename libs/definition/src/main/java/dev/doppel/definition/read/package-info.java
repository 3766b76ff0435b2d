/**
 * Resolved document to {@link dev.doppel.definition.model.Definition}: every rule of the language that can be checked before a run,
 * all findings at once.
 */
@NullMarked
package dev.doppel.definition.read;

import org.jspecify.annotations.NullMarked;
