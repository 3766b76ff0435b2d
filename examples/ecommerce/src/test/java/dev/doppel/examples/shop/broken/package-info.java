/** The shop with one fault each, for tests that must notice it. Never part of the shop's jar. */
@NullMarked
package dev.doppel.examples.shop.broken;

import org.jspecify.annotations.NullMarked;
