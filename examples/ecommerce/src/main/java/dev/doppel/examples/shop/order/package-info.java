/** Orders, products and stock. The only package that talks to the database. */
@NullMarked
package dev.doppel.examples.shop.order;

import org.jspecify.annotations.NullMarked;
