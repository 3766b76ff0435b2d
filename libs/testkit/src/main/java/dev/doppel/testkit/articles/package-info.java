/** The documents that the project was asked to implement, read where they lie and never copied. */
@NullMarked
package dev.doppel.testkit.articles;

import org.jspecify.annotations.NullMarked;
