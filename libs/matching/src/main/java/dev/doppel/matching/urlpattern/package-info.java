/** The url and method criteria of old match blocks (spec 7.5). */
@NullMarked
package dev.doppel.matching.urlpattern;

import org.jspecify.annotations.NullMarked;
