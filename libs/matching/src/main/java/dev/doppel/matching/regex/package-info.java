/** The only door to regular expressions: RE2/J with bounded length and time. */
@NullMarked
package dev.doppel.matching.regex;

import org.jspecify.annotations.NullMarked;
