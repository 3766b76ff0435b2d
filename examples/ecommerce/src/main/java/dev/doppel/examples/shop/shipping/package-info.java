/** Buying labels from EasyPost. */
@NullMarked
package dev.doppel.examples.shop.shipping;

import org.jspecify.annotations.NullMarked;
