/** Made-up people, cards and words, all from a seed (spec section 7). */
@NullMarked
package dev.doppel.twin.faker;

import org.jspecify.annotations.NullMarked;
