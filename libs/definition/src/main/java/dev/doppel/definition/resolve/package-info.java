/**
 * From files to one resolved document: references, variables, load-time placeholders, file contents, in the order of definition
 * spec 1.9.
 */
@NullMarked
package dev.doppel.definition.resolve;

import org.jspecify.annotations.NullMarked;
