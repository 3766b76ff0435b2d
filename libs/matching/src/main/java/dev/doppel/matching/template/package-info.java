/** Run-time expressions in double braces (spec 6.3). */
@NullMarked
package dev.doppel.matching.template;

import org.jspecify.annotations.NullMarked;
