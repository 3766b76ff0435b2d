/** Variables of a definition while it runs (spec 6.1). */
@NullMarked
package dev.doppel.runner.variable;

import org.jspecify.annotations.NullMarked;
