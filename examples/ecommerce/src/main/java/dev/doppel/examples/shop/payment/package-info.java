/** Charging cards with Stripe, and Stripe's webhooks. */
@NullMarked
package dev.doppel.examples.shop.payment;

import org.jspecify.annotations.NullMarked;
