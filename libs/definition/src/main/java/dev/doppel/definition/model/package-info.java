/**
 * The immutable definition: what one definition file means once references and load-time placeholders are gone
 * (definition spec sections 1 to 7). Plain records, no behaviour beyond small look-ups; everything here is safe to share
 * between threads as long as nobody modifies the Jackson nodes it holds.
 */
@NullMarked
package dev.doppel.definition.model;

import org.jspecify.annotations.NullMarked;
