/** Delivers the calls that twins want to make: delayed, retried, bounded, with a log. */
@NullMarked
package dev.doppel.mock.webhook;

import org.jspecify.annotations.NullMarked;
