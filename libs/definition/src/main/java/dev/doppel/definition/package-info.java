/** The front door of the language: load files, or read a definition that was already resolved. */
@NullMarked
package dev.doppel.definition;

import org.jspecify.annotations.NullMarked;
