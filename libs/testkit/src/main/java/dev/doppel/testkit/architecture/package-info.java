/** The rules of structure that every module keeps. */
@NullMarked
package dev.doppel.testkit.architecture;

import org.jspecify.annotations.NullMarked;
