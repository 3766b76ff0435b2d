/** Reading and writing JSON without losing digits: the one mapper of this library and the text form of numbers. */
@NullMarked
package dev.doppel.matching.json;

import org.jspecify.annotations.NullMarked;
