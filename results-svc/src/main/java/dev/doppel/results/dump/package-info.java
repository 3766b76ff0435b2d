/** The JSON dump, written as it is read. */
@NullMarked
package dev.doppel.results.dump;

import org.jspecify.annotations.NullMarked;
