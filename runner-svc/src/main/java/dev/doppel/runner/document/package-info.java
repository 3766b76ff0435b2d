/** The root document of a step (spec 7.2): evidence as JSON, cut to the step's window. */
@NullMarked
package dev.doppel.runner.document;

import org.jspecify.annotations.NullMarked;
