/** Bodies and forms to values, guided by the operation's schema (spec section 2). */
@NullMarked
package dev.doppel.twin.decode;

import org.jspecify.annotations.NullMarked;
