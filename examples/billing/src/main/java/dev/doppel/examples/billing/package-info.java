/** A service that talks to Stripe through Stripe's own SDK, left as it is delivered. */
@NullMarked
package dev.doppel.examples.billing;

import org.jspecify.annotations.NullMarked;
