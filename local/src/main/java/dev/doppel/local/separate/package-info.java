/** The five services as processes of their own. */
@NullMarked
package dev.doppel.local.separate;

import org.jspecify.annotations.NullMarked;
