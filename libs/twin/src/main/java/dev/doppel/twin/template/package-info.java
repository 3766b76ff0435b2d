/** Response templating (spec section 7). */
@NullMarked
package dev.doppel.twin.template;

import org.jspecify.annotations.NullMarked;
