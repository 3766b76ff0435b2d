/** What nobody downstream may see. */
@NullMarked
package dev.doppel.results.mask;

import org.jspecify.annotations.NullMarked;
