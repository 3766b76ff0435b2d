/** JUnit XML; plain Java. */
@NullMarked
package dev.doppel.results.junit;

import org.jspecify.annotations.NullMarked;
