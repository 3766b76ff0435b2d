/** What an environment record means for one call: origin, mocks, forwarding. Pure and immutable. */
@NullMarked
package dev.doppel.mock.select;

import org.jspecify.annotations.NullMarked;
