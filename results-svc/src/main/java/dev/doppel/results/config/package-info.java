/** Settings; knows no runtime class. */
@NullMarked
package dev.doppel.results.config;

import org.jspecify.annotations.NullMarked;
