/** A shop of five services, started one per process by {@link dev.doppel.examples.shop.Main}. */
@NullMarked
package dev.doppel.examples.shop;

import org.jspecify.annotations.NullMarked;
