/** Finds what a native image would have to be told: which classes a program looks into by reflection while it runs. */
@NullMarked
package dev.doppel.testkit.reflection;

import org.jspecify.annotations.NullMarked;
